import { execFileSync } from 'node:child_process';
import { plainEnvironment } from './run-cli.js';

const USER = {
  GIT_AUTHOR_NAME: 'Scene',
  GIT_AUTHOR_EMAIL: 'scene@example.org',
  GIT_COMMITTER_NAME: 'Scene',
  GIT_COMMITTER_EMAIL: 'scene@example.org',
};

/** Runs git as a user would. */
export function git(folder: string, ...args: string[]): string {
  const env = plainEnvironment({ ...USER, GIT_CONFIG_NOSYSTEM: '1' });
  return execFileSync('git', args, { cwd: folder, env, encoding: 'utf8', stdio: 'pipe' }).trimEnd();
}

/** Makes a repository of a tree, with one commit. */
export function commitAll(root: string): void {
  git(root, 'init', '--quiet', '--initial-branch=main');
  git(root, 'config', 'user.name', 'Una User');
  git(root, 'config', 'user.email', 'una@example.org');
  git(root, 'add', '.');
  git(root, 'commit', '--quiet', '-m', 'import');
}
