import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { newObject } from '../../src/git/new-object.js';
import { openRepository } from '../../src/git/repository.js';
import { storeObjects } from '../../src/git/store-objects.js';
import { failureOf } from '../tree/refusal.js';
import { KINDS, repositoryOf } from './kinds-of-repository.js';
import { git, gitBytes, scratchFolder, scratchRepo } from './scratch-repo.js';

afterEach(() => {
  vi.unstubAllEnvs();
});

/** An empty repository on a disk of its own. Mounting needs root; where it isn't permitted this fails, not skips. */
function onSmallDisk(): { root: string; disk: string } {
  const disk = scratchFolder();
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', disk], { stdio: 'pipe' });
  onTestFinished(() => {
    execFileSync('umount', [disk]);
  });
  const root = join(disk, 'repository');
  git('/', 'init', '--quiet', '--bare', '--template=', root);
  return { root, disk };
}

describe('storeObjects', () => {
  it.each(KINDS)('stores many objects as they are (%s)', async (kind) => {
    const root = repositoryOf(kind);
    const repository = await openRepository(root);
    const bytes = [Buffer.alloc(0), Buffer.from('crlf\r\n\0\xff', 'latin1'), randomBytes(300_000)];
    const objects = bytes.map((content) => newObject('blob', content, repository.format));
    await storeObjects(repository, [...objects, ...objects]);
    for (const { id, bytes } of objects) expect(gitBytes(root, ['cat-file', 'blob', id])).toEqual(bytes);
    expect(git(root, 'fsck', '--strict', '--no-dangling')).toBe('');
  });

  it('takes what the repository holds already', async () => {
    const root = scratchRepo();
    const repository = await openRepository(root);
    const known = newObject('blob', Buffer.from('other\n'), 'sha1');
    expect(git(root, 'rev-parse', 'HEAD:other')).toBe(known.id);
    git(root, 'gc', '--quiet');
    await storeObjects(repository, [known, newObject('blob', Buffer.from('new'), 'sha1')]);
    expect(git(root, 'cat-file', 'blob', newObject('blob', Buffer.from('new'), 'sha1').id)).toBe('new');
  });

  it('starts no git for nothing', async () => {
    const repository = await openRepository(scratchRepo());
    vi.stubEnv('PATH', scratchFolder());
    await storeObjects(repository, []);
    const one = newObject('blob', Buffer.from('x'), 'sha1');
    expect(await failureOf(() => storeObjects(repository, [one]))).toMatchObject({ code: 'no-git', exit: 4 });
  });

  // From no room for a folder or file up to room for a part of the bytes.
  it.each([0, 1, 2, 10])('says that the disk is full, with %i pages left', async (pages) => {
    const { root, disk } = onSmallDisk();
    const repository = await openRepository(root);
    const free = Number(execFileSync('stat', ['-f', '-c', '%f', disk], { encoding: 'utf8' }));
    writeFileSync(join(disk, 'ballast'), Buffer.alloc((free - pages) * 4096));
    const large = newObject('blob', randomBytes(2_000_000), 'sha1');
    expect(await failureOf(() => storeObjects(repository, [large]))).toMatchObject({
      code: 'no-space',
      exit: 4,
      file: root,
    });
    expect(() => git(root, 'cat-file', '-e', large.id)).toThrow();
  });

  it('passes on what git says of a repository that may not be written', async () => {
    const { root, disk } = onSmallDisk();
    const repository = await openRepository(root);
    execFileSync('mount', ['-o', 'remount,ro', disk], { stdio: 'pipe' });
    const one = newObject('blob', Buffer.from('x'), 'sha1');
    await expect(storeObjects(repository, [one])).rejects.toThrow(/Read-only file system.*\[git-failed\]/s);
    expect(await failureOf(() => storeObjects(repository, [one]))).toMatchObject({ exit: 4 });
  });
});
