import type { Repository } from './repository.js';
import { GitError, runGit } from './run-git.js';

/** More are too many for a sentence. */
const MOST = 4;

/**
 * The refs that a name which is none may be meant for: a branch that only a remote has here, a release by its bare number, a
 * stable branch. This is for advice: what cannot be listed is none.
 */
export async function refsMeant({ folder }: Repository, revision: string): Promise<string[]> {
  // Nothing of a pattern, or of git's operators.
  if (!/^\w[\w./+-]*$/.test(revision)) return [];
  const name = revision.replace(/^refs\/heads\//, '');
  const patterns = [
    `refs/remotes/*/${name}`,
    ...[`v${name}`, `${name}.0`, `v${name}.0`].map((tag) => `refs/tags/${tag}`),
    `refs/heads/stable-${name}`,
    `refs/remotes/*/stable-${name}`,
  ];
  return listed(folder, [`--count=${MOST}`, '--format=%(refname:short)', ...patterns]);
}

/**
 * The patterns of a remote's branches that a pattern which fits nothing may be meant for: a fresh clone has those alone. This
 * is for advice: what cannot be listed is none.
 */
export async function patternsMeant({ folder }: Repository, pattern: string): Promise<string[]> {
  const name = pattern.replace(/^(?:refs\/)?heads\//, '');
  if (/^(?:refs|tags|remotes)\//.test(name) || name.startsWith('-')) return [];
  const branches = await listed(folder, ['--format=%(refname:lstrip=2)', `refs/remotes/*/${name}`]);
  const remotes = new Set(branches.map((branch) => branch.slice(0, branch.indexOf('/'))));
  return [...remotes].slice(0, MOST).map((remote) => `${remote}/${name}`);
}

async function listed(folder: string, args: readonly string[]): Promise<string[]> {
  try {
    return (await runGit(folder, ['for-each-ref', ...args])).split('\n').filter((line) => line !== '');
  } catch (error) {
    if (error instanceof GitError) return [];
    throw error;
  }
}
