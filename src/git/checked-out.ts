import { readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { gitFailed } from '../problem/git-problems.js';
import { errnoOf } from '../tree/errno.js';
import { readTreeFile } from '../tree/safe-read.js';
import type { Repository } from './repository.js';
import { GitError, runGit } from './run-git.js';

async function ask(repository: Repository, args: readonly string[]): Promise<string> {
  try {
    return await runGit(repository.folder, args);
  } catch (error) {
    throw error instanceof GitError ? gitFailed(error.command, error.stderr) : error;
  }
}

/** A work tree as `git worktree list --porcelain` gives it. (`-z` came with git 2.36 only.) */
function parseWorkTrees(listing: string): { path: string; branch: string | undefined }[] {
  return listing.split(/\n\n(?=worktree )/).flatMap((block) => {
    const path = /^worktree (.*)$/m.exec(block)?.[1];
    return path === undefined ? [] : [{ path, branch: /^branch (refs\/.*)$/m.exec(block)?.[1] }];
  });
}

function textIn(gitFolder: string, name: string): string {
  return readTreeFile(gitFolder, name)?.bytes.toString('utf8').trim() ?? '';
}

/** Full name of the branch that a file of git's tells; a detached HEAD is told by an id or in words. */
function branchIn(gitFolder: string, name: string): string[] {
  const text = textIn(gitFolder, name);
  if (text.startsWith('refs/')) return [text];
  return name !== 'BISECT_START' || text === '' || /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(text)
    ? []
    : [`refs/heads/${text}`];
}

/** The branches that a rebase or bisect will come back to, or move at its end (`rebase --update-refs`). */
function branchesInUse(gitFolder: string): string[] {
  const updated = textIn(gitFolder, 'rebase-merge/update-refs').split('\n');
  return [
    ...['rebase-merge/head-name', 'rebase-apply/head-name', 'BISECT_START'].flatMap((name) =>
      branchIn(gitFolder, name),
    ),
    ...updated.filter((line) => line.startsWith('refs/')),
  ];
}

/** The git folders of the linked work trees, each with the work tree that it is of. */
function linkedFolders(common: string): { gitFolder: string; path: string }[] {
  let names: string[];
  try {
    names = readdirSync(join(common, 'worktrees'));
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return [];
    throw error;
  }
  return names.map((name) => {
    const gitFolder = join(common, 'worktrees', name);
    return { gitFolder, path: dirname(resolve(gitFolder, textIn(gitFolder, 'gitdir'))) };
  });
}

/**
 * The branches that are in use in a work tree of the repository, which git itself refuses to force: checked out,
 * with a commit or without one yet, being rebased or bisected.
 * @returns the work trees' paths by the full names of their branches
 * @throws EnvironmentLack `git-failed`
 */
export async function checkedOutBranches(repository: Repository): Promise<ReadonlyMap<string, string>> {
  const workTrees = parseWorkTrees(await ask(repository, ['worktree', 'list', '--porcelain']));
  const common = (await ask(repository, ['rev-parse', '--git-common-dir'])).replace(/\n$/, '');
  const main = { gitFolder: resolve(repository.folder, common), path: workTrees[0]?.path ?? '' };
  const inUse = [main, ...linkedFolders(main.gitFolder)].flatMap(({ gitFolder, path }) =>
    branchesInUse(gitFolder).map((branch) => [branch, path] as const),
  );
  const checkedOut = workTrees.flatMap(({ path, branch }) =>
    branch === undefined ? [] : [[branch, path] as const],
  );
  return new Map([...inUse, ...checkedOut]);
}
