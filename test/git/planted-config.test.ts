import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { changedTree } from '../../src/git/changed-tree.js';
import { checkedOutBranches } from '../../src/git/checked-out.js';
import { commitFiles } from '../../src/git/commit-files.js';
import { newObject } from '../../src/git/new-object.js';
import { openObjectReader } from '../../src/git/object-reader.js';
import { switchesFor } from '../../src/git/planted-hooks.js';
import { listRefs } from '../../src/git/refs.js';
import { readRevisionTree } from '../../src/git/revision-tree.js';
import { storeObjects } from '../../src/git/store-objects.js';
import { failureOf } from '../tree/refusal.js';
import { MARKED_CHANGES } from '../tree/write/marked-changes.js';
import { canary, PLANTS } from './plants.js';
import { git, REQUEST, scratchFolder, scratchRepo } from './scratch-repo.js';

describe('planted code does not run', () => {
  it.each(PLANTS)('$what', async ({ plant, spring }) => {
    const { program, file } = canary();
    const root = scratchRepo();
    plant(root, program);
    rmSync(file, { force: true });
    await commitFiles({ root, ...REQUEST, signoff: true });
    const reader = await openObjectReader(root);
    expect((await readRevisionTree(reader, 'HEAD')).tree.read('migration/savevm.c')).toEqual(
      MARKED_CHANGES[1]?.after,
    );
    await reader.close();
    await listRefs(reader.repository, '*');
    await checkedOutBranches(reader.repository);
    await storeObjects(reader.repository, [newObject('blob', Buffer.from('new'), 'sha1')]);
    expect(existsSync(file)).toBe(false);

    // The same plant does fire for a tool that takes no care. (Some make that git command fail, which is fine.)
    try {
      spring(root);
    } catch {}
    expect(existsSync(file)).toBe(true);
  });

  it('an upload-pack command of a partial clone, which is not fetched from', async () => {
    const { program, file } = canary();
    const root = scratchRepo();
    git(root, 'config', 'uploadpack.allowFilter', 'true');
    const clone = join(scratchFolder(), 'partial.git');
    git('/', 'clone', '--quiet', '--bare', '--filter=blob:none', `file://${root}`, clone);
    git(clone, 'config', 'remote.origin.uploadpack', program);
    const reader = await openObjectReader(clone);
    const refused = await failureOf(() => readRevisionTree(reader, 'HEAD'));
    expect(refused).toMatchObject({ code: 'missing-object', exit: 4 });
    // One missing object does not spoil the reads that were asked for at the same time.
    const settled = await Promise.allSettled(
      ['HEAD', 'HEAD:other', 'HEAD:VERSION', 'HEAD^{tree}'].map((name) => reader.read(name)),
    );
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
    // The process that gave up is replaced: what is there can still be read.
    expect((await reader.readObject('HEAD'))?.type).toBe('commit');
    expect(await reader.read('HEAD:nowhere')).toBeNull();
    // New objects need none of the missing ones.
    const change = { path: 'other', before: Buffer.from('other\n'), after: Buffer.from('new\n') };
    const { tree, objects } = await changedTree(reader, git(clone, 'rev-parse', 'HEAD'), [change]);
    await storeObjects(reader.repository, [...objects, newObject('blob', change.before, 'sha1')]);
    expect((await reader.readObject(tree))?.type).toBe('tree');
    expect(await listRefs(reader.repository, 'main')).toHaveLength(1);
    await checkedOutBranches(reader.repository);
    await reader.close();
    expect(existsSync(file)).toBe(false);
    try {
      git(clone, 'cat-file', '-p', 'HEAD:VERSION');
    } catch {}
    expect(existsSync(file)).toBe(true);
  });

  it('hooks named in the configuration, as newer gits run them, are switched off by name', () => {
    const listing = 'hook.a.event\0hook.a.command\0hook.b.c.command\0';
    expect(switchesFor(listing)).toEqual(['hook.a.enabled=false', 'hook.b.c.enabled=false']);
    expect(switchesFor('')).toEqual([]);
    expect(() => switchesFor('hook.x=y.command\0')).toThrow(/git-failed/);
  });

  it('a repository with such hooks can be committed to', async () => {
    const root = scratchRepo();
    git(root, 'config', 'hook.evil.command', 'false');
    git(root, 'config', 'hook.evil.event', 'reference-transaction');
    await commitFiles({ root, ...REQUEST });
    expect(readFileSync(join(root, '.git/config'), 'utf8')).toContain('[hook "evil"]');
    expect(git(root, 'log', '-1', '--format=%s')).toBe('migration: add checkpoints');
  });
});
