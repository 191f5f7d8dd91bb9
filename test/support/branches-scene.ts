import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { scratchFolder } from '../tree/write/scratch-tree.js';
import { FIXTURES } from './fixture-trees.js';
import { git } from './git-scene.js';
import { plainEnvironment } from './run-cli.js';

const USER = {
  GIT_AUTHOR_NAME: 'Scene',
  GIT_AUTHOR_EMAIL: 'scene@example.org',
  GIT_COMMITTER_NAME: 'Scene',
  GIT_COMMITTER_EMAIL: 'scene@example.org',
};

/**
 * A repository with a branch of one commit for each of these trees, named as they are, and a commit of its own
 * checked out on `main`.
 */
export function repositoryWith(
  names: readonly string[],
  { format = 'sha1' }: { readonly format?: 'sha1' | 'sha256' } = {},
): string {
  const root = scratchFolder();
  git(root, 'init', '--quiet', '--initial-branch=main', `--object-format=${format}`);
  git(root, 'config', 'user.name', 'Una User');
  git(root, 'config', 'user.email', 'una@example.org');
  execFileSync('sh', ['-c', 'echo mine > mine'], { cwd: root });
  git(root, 'add', '.');
  git(root, 'commit', '--quiet', '-m', 'mine');
  for (const name of names) addBranch(root, name, join(FIXTURES, name));
  return root;
}

/** Adds a branch of one commit with what is in a folder, without touching index or work tree. */
export function addBranch(root: string, branch: string, folder: string): string {
  const index = join(scratchFolder(), 'index');
  const run = (...args: string[]): string =>
    execFileSync('git', args, {
      cwd: folder,
      env: plainEnvironment({
        ...USER,
        GIT_DIR: join(root, '.git'),
        GIT_WORK_TREE: folder,
        GIT_INDEX_FILE: index,
      }),
      encoding: 'utf8',
    }).trim();
  run('-c', 'core.autocrlf=false', 'add', '--all', '.');
  const commit = run('commit-tree', '-m', branch, run('write-tree'));
  git(root, 'update-ref', `refs/heads/${branch}`, commit);
  return commit;
}

/** Everything of a repository that `backport` leaves alone: HEAD, index, work tree, settings, stash, other refs. */
export function restOf(root: string, prefix = 'refs/heads/qemu-downtime/'): string {
  const others = (text: string): string =>
    text
      .split('\n')
      .filter((line) => !line.includes(prefix))
      .join('\n');
  return [
    others(git(root, 'for-each-ref')),
    git(root, 'rev-parse', 'HEAD'),
    git(root, 'symbolic-ref', 'HEAD'),
    git(root, 'config', '--list', '--local'),
    others(git(root, 'reflog', '--all')),
  ].join('\n--\n');
}
