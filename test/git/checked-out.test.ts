import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkedOutBranches } from '../../src/git/checked-out.js';
import { openRepository } from '../../src/git/repository.js';
import { putFiles } from '../tree/write/scratch-tree.js';
import { git, scratchFolder, scratchRepo } from './scratch-repo.js';

const inUse = async (root: string): Promise<Record<string, string>> =>
  Object.fromEntries(await checkedOutBranches(await openRepository(root)));

/** A linked work tree on a branch of its own. */
function linkedWorkTree(root: string, branch: string, name = branch): string {
  const path = join(realpathSync(scratchFolder()), name);
  git(root, 'worktree', 'add', '--quiet', '-b', branch, path);
  return path;
}

/** git agrees: it does not let `git branch --force` move the branch. */
function expectInUseToGit(root: string, branch: string): void {
  expect(() => git(root, 'branch', '--force', branch, 'HEAD')).toThrow(/fatal: [Cc]annot force update/);
}

/** Two commits that cannot be put on each other, on main and on topic; topic is checked out. */
function conflicting(root: string): void {
  git(root, 'branch', 'topic');
  putFiles(root, { other: 'main\n' });
  git(root, 'commit', '--quiet', '-am', 'on main');
  git(root, 'checkout', '--quiet', 'topic');
  putFiles(root, { other: 'topic\n' });
  git(root, 'commit', '--quiet', '-am', 'on topic');
}

describe('checkedOutBranches', () => {
  it('knows the branches of all work trees, asked from any of them', async () => {
    const root = realpathSync(scratchRepo());
    git(root, 'branch', 'idle');
    const side = linkedWorkTree(root, 'side', 'path with  blanks');
    const all = { 'refs/heads/main': root, 'refs/heads/side': side };
    expect(await inUse(root)).toEqual(all);
    expect(await inUse(side)).toEqual(all);
    for (const branch of ['main', 'side']) expectInUseToGit(root, branch);
    git(root, 'branch', '--force', 'idle', 'HEAD');
    putFiles(root, { '.git/worktrees/stray': '' });
    expect(await inUse(side)).toEqual(all);
  });

  it('knows none for a bare repository itself, but those of its work trees', async () => {
    const bare = join(scratchFolder(), 'bare.git');
    git('/', 'clone', '--quiet', '--bare', scratchRepo(), bare);
    expect(await inUse(bare)).toEqual({});
    const side = linkedWorkTree(bare, 'side');
    expect(await inUse(bare)).toEqual({ 'refs/heads/side': side });
  });

  it('knows none for a detached HEAD', async () => {
    const root = scratchRepo();
    git(root, 'checkout', '--quiet', '--detach');
    expect(await inUse(root)).toEqual({});
  });

  it('knows a branch without a commit', async () => {
    const root = realpathSync(scratchRepo());
    git(root, 'checkout', '--quiet', '--orphan', 'unborn');
    expect(await inUse(root)).toEqual({ 'refs/heads/unborn': root });
  });

  it.each(['--merge', '--apply'])(
    'knows a branch that is being rebased (%s), in any work tree',
    async (backend) => {
      const root = realpathSync(scratchRepo());
      conflicting(root);
      expect(() => git(root, 'rebase', backend, 'main')).toThrow();
      const side = linkedWorkTree(root, 'side');
      const all = { 'refs/heads/topic': root, 'refs/heads/side': side };
      expect(await inUse(root)).toEqual(all);
      expect(await inUse(side)).toEqual(all);
      expectInUseToGit(side, 'topic');

      const other = realpathSync(scratchRepo());
      const linked = linkedWorkTree(other, 'other');
      git(other, 'checkout', '--quiet', '--detach');
      conflicting(linked);
      expect(() => git(linked, 'rebase', backend, 'other')).not.toThrow(/usage/);
      expect(() => git(linked, 'rebase', backend, 'main')).toThrow();
      expect(await inUse(other)).toEqual({ 'refs/heads/topic': linked });
    },
  );

  it('knows the branches that a rebase moves at its end', async () => {
    const root = realpathSync(scratchRepo());
    conflicting(root);
    git(root, 'branch', 'below');
    putFiles(root, { more: 'x\n' });
    git(root, 'add', '.');
    git(root, 'commit', '--quiet', '-m', 'top');
    expect(() => git(root, 'rebase', '--update-refs', 'main')).toThrow();
    expect(await inUse(root)).toEqual({ 'refs/heads/topic': root, 'refs/heads/below': root });
    expectInUseToGit(root, 'below');
  });

  it('knows a branch that is being bisected, and none where HEAD was detached', async () => {
    const root = realpathSync(scratchRepo());
    conflicting(root);
    git(root, 'commit', '--quiet', '--allow-empty', '-m', 'bad');
    git(root, 'bisect', 'start', 'topic', 'main');
    git(root, 'checkout', '--quiet', '--detach');
    expect(await inUse(root)).toEqual({ 'refs/heads/topic': root });
    expectInUseToGit(root, 'topic');
    git(root, 'bisect', 'reset');
    git(root, 'checkout', '--quiet', '--detach');
    git(root, 'bisect', 'start', 'topic', 'main');
    expect(await inUse(root)).toEqual({});
  });

  it('has nothing left of a rebase that ended', async () => {
    const root = realpathSync(scratchRepo());
    conflicting(root);
    expect(() => git(root, 'rebase', 'main')).toThrow();
    git(root, 'rebase', '--abort');
    git(root, 'checkout', '--quiet', 'main');
    expect(await inUse(root)).toEqual({ 'refs/heads/main': root });
  });
});
