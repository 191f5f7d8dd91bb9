import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gitEnvironment } from '../../src/git/environment.js';
import { goldenReleases } from '../../test/golden/golden.js';
import { benchGit, GIT_ENVIRONMENT } from './bench-git.js';

/** A release from before upstream's commit, with the calls that it gets. */
export interface OlderRelease {
  readonly name: string;
  readonly commit: string;
  readonly expected: Readonly<Record<string, number>>;
}

/** The releases to port onto, oldest first. */
export const olderReleases: readonly OlderRelease[] = [...goldenReleases].flatMap(
  ([name, { commit, expected_sites: expected }]) => (expected === null ? [] : [{ name, commit, expected }]),
);

/** A repository that borrows the objects of a history and has the older releases as tags. */
export function borrowingRepository(history: string, scratch: string): string {
  const root = join(scratch, 'backport');
  rmSync(root, { recursive: true, force: true });
  mkdirSync(root);
  benchGit(root, 'init', '--quiet', '--initial-branch=bench');
  const objects = benchGit(history, 'rev-parse', '--path-format=absolute', '--git-path', 'objects').trim();
  writeFileSync(join(root, '.git/objects/info/alternates'), `${objects}\n`);
  benchGit(root, 'config', 'user.name', GIT_ENVIRONMENT.GIT_AUTHOR_NAME);
  benchGit(root, 'config', 'user.email', GIT_ENVIRONMENT.GIT_AUTHOR_EMAIL);
  const tags = olderReleases.map(({ name, commit }) => `create refs/tags/${name} ${commit}\n`).join('');
  execFileSync('git', ['update-ref', '--stdin'], { cwd: root, env: gitEnvironment(), input: tags });
  return root;
}

/** Takes every port out again, branches and objects, so that each round writes all of them. */
export function forgetPorts(root: string): void {
  rmSync(join(root, '.git/refs/heads'), { recursive: true, force: true });
  mkdirSync(join(root, '.git/refs/heads'));
  benchGit(root, 'prune', '--expire=now');
}
