import {
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { commitFiles } from '../../src/git/commit-files.js';
import { failureOf } from '../tree/refusal.js';
import { MARKED_CHANGES } from '../tree/write/marked-changes.js';
import { putFiles, scratchTree } from '../tree/write/scratch-tree.js';
import { git, REQUEST, scratchFolder, scratchRepo, sight } from './scratch-repo.js';

const SOURCE = 'migration/migration.c';

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('commitFiles', () => {
  it.each(['sha1', 'sha256'] as const)('makes one commit with a clean status (%s)', async (format) => {
    const root = scratchRepo(format);
    const parent = git(root, 'rev-parse', 'HEAD');
    const { commit } = await commitFiles({ root, ...REQUEST });
    expect(git(root, 'rev-parse', 'HEAD', 'HEAD^')).toBe(`${commit}\n${parent}`);
    expect(commit).toHaveLength(format === 'sha1' ? 40 : 64);
    expect(git(root, 'symbolic-ref', 'HEAD')).toBe('refs/heads/main');
    expect(git(root, 'status', '--porcelain')).toBe('');
    expect(git(root, 'show', '--name-only', '--format=%an <%ae>%n%B', 'HEAD')).toBe(
      `Una User <una@example.org>\n${REQUEST.message}\n\n${MARKED_CHANGES.map(({ path }) => path).join('\n')}`,
    );
    for (const { path, after } of MARKED_CHANGES) expect(readFileSync(join(root, path))).toEqual(after);
    expect(git(root, 'fsck', '--strict', '--no-dangling')).toBe('');
    expect(git(root, 'reflog', '-1', '--format=%gs')).toBe('commit: migration: add checkpoints');
  });

  it('keeps author, date and the message’s bytes, and signs off as the user', async () => {
    const root = scratchRepo();
    const author = { name: 'Péter', email: 'peter@example.org', date: '1698683626 -0400' };
    const message = 'Subject\n\nBody.\n\nSigned-off-by: Péter <peter@example.org>\n';
    await commitFiles({ root, changes: MARKED_CHANGES, message, author, signoff: true });
    expect(git(root, 'log', '-1', '--format=%an|%ae|%ad|%cn|%B', '--date=raw')).toBe(
      `Péter|peter@example.org|1698683626 -0400|Una User|${message}Signed-off-by: Una User <una@example.org>`,
    );
  });

  it('commits as the user whom the settings outside of the repository name', async () => {
    const root = scratchRepo();
    git(root, 'config', '--unset', 'user.name');
    git(root, 'config', '--unset', 'user.email');
    const settings = join(scratchFolder(), 'settings');
    writeFileSync(settings, '[user]\n\tname = Sys Tem\n\temail = sys@example.org\n');
    vi.stubEnv('GIT_CONFIG_NOSYSTEM', '0');
    vi.stubEnv('GIT_CONFIG_SYSTEM', settings);
    vi.stubEnv('GIT_CONFIG_GLOBAL', '/dev/null');
    vi.stubEnv('GIT_COMMITTER_NAME', 'Com Mitter');
    const { unsigned } = await commitFiles({ root, ...REQUEST });
    vi.unstubAllEnvs();
    expect(unsigned).toBe(false);
    expect(git(root, 'log', '-1', '--format=%an <%ae>|%cn <%ce>')).toBe(
      'Sys Tem <sys@example.org>|Com Mitter <sys@example.org>',
    );
  });

  it('says that it does not sign', async () => {
    const root = scratchRepo();
    git(root, 'config', 'commit.gpgSign', 'yes');
    expect((await commitFiles({ root, ...REQUEST })).unsigned).toBe(true);
  });

  it('works on a detached HEAD and moves no branch', async () => {
    const root = scratchRepo();
    const parent = git(root, 'rev-parse', 'HEAD');
    git(root, 'checkout', '--quiet', '--detach');
    const { commit } = await commitFiles({ root, ...REQUEST });
    expect(git(root, 'rev-parse', 'HEAD', 'main')).toBe(`${commit}\n${parent}`);
    expect(git(root, 'status', '--porcelain', '--branch')).toBe('## HEAD (no branch)');
  });

  it('works in a linked work tree', async () => {
    const root = scratchRepo();
    const linked = join(scratchFolder(), 'linked');
    git(root, 'worktree', 'add', '--quiet', '-b', 'side', linked);
    const { commit } = await commitFiles({ root: linked, ...REQUEST });
    expect(git(root, 'rev-parse', 'side')).toBe(commit);
    expect(git(linked, 'status', '--porcelain')).toBe('');
    expect(git(root, 'status', '--porcelain')).toBe('');
  });

  it('works where the tree is a folder in a larger repository, whatever its name', async () => {
    const top = scratchFolder();
    git(top, 'init', '--quiet', '--initial-branch=main');
    git(top, 'config', 'user.name', 'Una');
    git(top, 'config', 'user.email', 'una@x');
    const root = join(top, ':(top) q', 'emu');
    mkdirSync(root, { recursive: true });
    scratchTree(root);
    git(top, 'add', '.');
    git(top, 'commit', '--quiet', '-m', 'first');
    await commitFiles({ root, ...REQUEST });
    expect(git(top, 'status', '--porcelain')).toBe('');
    expect(git(top, 'show', '--format=', '--name-only')).toContain(':(top) q/emu/migration/savevm.c');
  });

  it('leaves everything else staged and changed as it was', async () => {
    const root = scratchRepo();
    putFiles(root, { other: 'staged\n', added: 'new\n' });
    git(root, 'add', '.');
    putFiles(root, { other: 'staged, then edited\n' });
    await commitFiles({ root, ...REQUEST });
    expect(git(root, 'status', '--porcelain')).toBe('A  added\nMM other');
    expect(git(root, 'show', '--format=', '--name-only').split('\n')).toEqual(
      MARKED_CHANGES.map(({ path }) => path),
    );
  });

  it('does not hide an edit made in the same second as the index', async () => {
    const root = scratchRepo();
    git(root, 'config', 'core.trustctime', 'false');
    const [file, index] = [join(root, 'other'), join(root, '.git/index')];
    const past = 1_600_000_000;
    putFiles(root, { other: 'one\n' });
    utimesSync(file, past, past);
    git(root, 'add', 'other');
    utimesSync(index, past, past);
    // Same size, same second: only the index's own time tells git to look into the file.
    putFiles(root, { other: 'two\n' });
    utimesSync(file, past, past);
    await commitFiles({ root, ...REQUEST });
    expect(git(root, 'status', '--porcelain')).toBe('MM other');
  });

  it('keeps a file’s executable bit, in git and on the disk', async () => {
    const root = scratchRepo();
    git(root, 'update-index', '--chmod=+x', SOURCE);
    git(root, 'commit', '--quiet', '-m', 'x');
    git(root, 'checkout', '--quiet', '--', '.');
    await commitFiles({ root, ...REQUEST });
    expect(git(root, 'ls-tree', 'HEAD', SOURCE)).toMatch(/^100755/);
    expect(git(root, 'status', '--porcelain')).toBe('');
  });

  it.each(['index.version 4', 'core.splitIndex true', 'core.untrackedCache true'])(
    'works with %s',
    async (setting) => {
      const root = scratchRepo();
      git(root, 'config', ...(setting.split(' ') as [string, string]));
      if (setting.startsWith('core.split')) git(root, 'update-index', '--split-index');
      git(root, 'status');
      await commitFiles({ root, ...REQUEST });
      expect(git(root, 'status', '--porcelain')).toBe('');
    },
  );

  it('is not led elsewhere by the environment', async () => {
    const root = scratchRepo();
    const decoy = scratchRepo();
    const before = sight(decoy);
    vi.stubEnv('GIT_DIR', join(decoy, '.git'));
    vi.stubEnv('GIT_WORK_TREE', decoy);
    vi.stubEnv('GIT_INDEX_FILE', join(decoy, '.git/index'));
    vi.stubEnv('GIT_OBJECT_DIRECTORY', join(decoy, '.git/objects'));
    const { commit } = await commitFiles({ root, ...REQUEST });
    vi.unstubAllEnvs();
    expect(git(root, 'rev-parse', 'HEAD')).toBe(commit);
    expect(sight(decoy)).toBe(before);
  });
});

describe('the index lock of a killed run', () => {
  it('is removed if it is ours, and left if it is git’s', async () => {
    const root = scratchRepo();
    const folder = join(root, '.git');
    writeFileSync(join(folder, 'index.qemu-downtime-999999999-1.tmp'), 'ours');
    linkSync(join(folder, 'index.qemu-downtime-999999999-1.tmp'), join(folder, 'index.lock'));
    await commitFiles({ root, ...REQUEST });
    expect(existsSync(join(folder, 'index.lock'))).toBe(false);

    const second = scratchRepo();
    writeFileSync(join(second, '.git/index.qemu-downtime-999999999-1.tmp'), 'ours');
    writeFileSync(join(second, '.git/index.lock'), 'git’s');
    expect(await failureOf(() => commitFiles({ root: second, ...REQUEST }))).toMatchObject({
      code: 'index-locked',
    });
    renameSync(join(second, '.git/index.lock'), join(second, 'kept'));
  });
});
