import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { commitFiles } from '../../src/git/commit-files.js';
import { failureOf } from '../tree/refusal.js';
import { putFiles, scratchTree } from '../tree/write/scratch-tree.js';
import { git, REQUEST, scratchFolder, scratchRepo, sight } from './scratch-repo.js';

const SOURCE = 'migration/migration.c';

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('commitFiles refuses, and nothing changes', () => {
  const CASES: readonly { what: string; code: string; exit?: number; scene: (root: string) => void }[] = [
    {
      what: 'a staged change',
      code: 'staged',
      scene: (root) => {
        putFiles(root, { [SOURCE]: 'staged' });
        git(root, 'add', SOURCE);
        putFiles(root, { [SOURCE]: `old ${SOURCE}\n` });
      },
    },
    {
      what: 'a staged removal',
      code: 'staged',
      scene: (root) => {
        git(root, 'rm', '--cached', '--quiet', SOURCE);
      },
    },
    {
      what: 'a work tree that is ahead of the commit',
      code: 'modified',
      scene: (root) => {
        putFiles(root, { [SOURCE]: 'committed\n' });
        git(root, 'commit', '--quiet', '-am', 'other bytes');
        putFiles(root, { [SOURCE]: `old ${SOURCE}\n` });
      },
    },
    {
      what: 'a file that git does not know',
      code: 'not-tracked',
      scene: (root) => {
        git(root, 'rm', '--cached', '--quiet', SOURCE);
        git(root, 'commit', '--quiet', '-m', 'gone');
      },
    },
    ...['MERGE_HEAD', 'CHERRY_PICK_HEAD', 'REVERT_HEAD', 'rebase-merge', 'rebase-apply'].map((marker) => ({
      what: marker,
      code: 'operation-in-progress',
      scene: (root: string): void => mkdirSync(join(root, '.git', marker)),
    })),
    {
      what: 'a locked index',
      code: 'index-locked',
      scene: (root) => writeFileSync(join(root, '.git/index.lock'), ''),
    },
    {
      what: 'no identity',
      code: 'no-identity',
      exit: 4,
      scene: (root) => {
        git(root, 'config', '--unset', 'user.name');
        git(root, 'config', '--unset', 'user.email');
        git(root, 'config', 'user.useConfigOnly', 'true');
        vi.stubEnv('HOME', scratchFolder());
        vi.stubEnv('XDG_CONFIG_HOME', scratchFolder());
      },
    },
    {
      what: 'a locked branch',
      code: 'ref-locked',
      scene: (root) => writeFileSync(join(root, '.git/refs/heads/main.lock'), ''),
    },
  ];

  it.each(CASES)('$what', async ({ code, exit = 3, scene }) => {
    const root = scratchRepo();
    scene(root);
    const before = sight(root);
    expect(await failureOf(() => commitFiles({ root, ...REQUEST }))).toMatchObject({ code, exit });
    expect(sight(root)).toBe(before);
    expect(readFileSync(join(root, SOURCE), 'utf8')).toBe(`old ${SOURCE}\n`);
  });

  it('no repository, a repository without a commit, and one with its files elsewhere', async () => {
    const plain = scratchTree();
    expect(await failureOf(() => commitFiles({ root: plain, ...REQUEST }))).toMatchObject({
      code: 'not-a-git-tree',
    });
    git(plain, 'init', '--quiet');
    git(plain, 'config', 'user.name', 'x');
    expect(await failureOf(() => commitFiles({ root: plain, ...REQUEST }))).toMatchObject({
      code: 'unborn-head',
    });
    const root = scratchRepo();
    git(root, 'config', 'core.worktree', scratchRepo());
    expect(await failureOf(() => commitFiles({ root, ...REQUEST }))).toMatchObject({
      code: 'other-work-tree',
    });
    const bare = scratchRepo();
    git(bare, 'config', 'core.bare', 'true');
    expect(await failureOf(() => commitFiles({ root: bare, ...REQUEST }))).toMatchObject({
      code: 'other-work-tree',
    });
  });

  it('no git on the PATH', async () => {
    const root = scratchRepo();
    vi.stubEnv('PATH', scratchFolder());
    expect(await failureOf(() => commitFiles({ root, ...REQUEST }))).toMatchObject({
      code: 'no-git',
      exit: 4,
    });
  });

  it('somebody else’s commit during the write: files and index are put back', async () => {
    const root = scratchRepo();
    const attempt = commitFiles(
      { root, ...REQUEST },
      {
        onStep: (step) =>
          step === 'unlocked' && git(root, 'commit', '--quiet', '--allow-empty', '-m', 'theirs'),
      },
    );
    await expect(attempt).rejects.toThrow('HEAD has moved; every file was put back [changed-meanwhile]');
    expect(await failureOf(() => attempt)).toMatchObject({ exit: 3 });
    expect(git(root, 'log', '-1', '--format=%s')).toBe('theirs');
    expect(git(root, 'status', '--porcelain')).toBe('');
  });

  it('somebody else’s `git add` during the write', async () => {
    const root = scratchRepo();
    const refused = await failureOf(() =>
      commitFiles(
        { root, ...REQUEST },
        {
          onStep: (step) => {
            if (step !== 'unlocked') return;
            putFiles(root, { theirs: 'x' });
            git(root, 'add', 'theirs');
          },
        },
      ),
    );
    expect(refused).toMatchObject({ code: 'changed-meanwhile', exit: 3 });
    expect(git(root, 'status', '--porcelain')).toBe('A  theirs');
  });

  it('a file changed since it was read', async () => {
    const root = scratchRepo();
    const head = git(root, 'rev-parse', 'HEAD');
    putFiles(root, { [SOURCE]: 'edited' });
    expect(await failureOf(() => commitFiles({ root, ...REQUEST }))).toMatchObject({
      code: 'changed-meanwhile',
    });
    expect(git(root, 'rev-parse', 'HEAD')).toBe(head);
    expect(git(root, 'diff', '--cached', '--name-only')).toBe('');
  });
});
