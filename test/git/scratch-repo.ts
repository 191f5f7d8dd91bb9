import { execFileSync } from 'node:child_process';
import { MARKED_CHANGES } from '../tree/write/marked-changes.js';
import { putFiles, scratchFolder, scratchTree } from '../tree/write/scratch-tree.js';

/** Variables that keep the machine's own git settings out of the tests' git. */
const PLAIN = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'A',
  GIT_AUTHOR_EMAIL: 'a@x',
  GIT_COMMITTER_NAME: 'A',
  GIT_COMMITTER_EMAIL: 'a@x',
};

/** Runs git with further variables and an input; gives back its output as it is. */
export function gitBytes(
  folder: string,
  args: readonly string[],
  { env = {}, input = '' }: { env?: Record<string, string>; input?: Buffer | string } = {},
): Buffer {
  const all = { ...process.env, ...PLAIN, ...env };
  return execFileSync('git', args, { cwd: folder, env: all, input, stdio: 'pipe', maxBuffer: 2 ** 27 });
}

/** Runs git as a user would, to set a scene or to look at the result. */
export function git(folder: string, ...args: string[]): string {
  return gitBytes(folder, args).toString('utf8').trim();
}

/** A repository that has the old bytes of the marked changes, and a file of its own, at its only commit. */
export function scratchRepo(format: 'sha1' | 'sha256' = 'sha1'): string {
  const root = scratchTree();
  git(root, 'init', '--quiet', '--initial-branch=main', `--object-format=${format}`);
  git(root, 'config', 'user.name', 'Una User');
  git(root, 'config', 'user.email', 'una@example.org');
  putFiles(root, { other: 'other\n' });
  git(root, 'add', '.');
  git(root, 'commit', '--quiet', '-m', 'first');
  return root;
}

/** HEAD, index and work tree as git sees them. */
export function sight(root: string): string {
  return [
    git(root, 'rev-parse', 'HEAD'),
    git(root, 'ls-files', '-s'),
    git(root, 'status', '--porcelain'),
  ].join('\n');
}

/** What `git commit` would take from the marked changes. */
export const REQUEST = { changes: MARKED_CHANGES, message: 'migration: add checkpoints\n\nText.\n' };

export { scratchFolder };
