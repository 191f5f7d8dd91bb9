import { gitFailed } from '../problem/git-problems.js';
import { Refusal } from '../problem/problem.js';
import type { Repository } from './repository.js';
import { checkRevisionText, resolveCommit } from './revision.js';
import { GitError, runGit } from './run-git.js';

/** A branch, remote branch or tag. */
export interface NamedCommit {
  /** Full name. */
  readonly ref: string;
  /** Full id of the commit, also where the ref is an annotated tag. */
  readonly commit: string;
}

/** No name of a ref holds a space, so the fields need no other mark. */
const FORMAT = [
  '%(refname)',
  '%(objecttype)',
  '%(objectname)',
  '%(*objecttype)',
  '%(*objectname)',
  '%(symref)',
].join(' ');

async function listing(repository: Repository, patterns: readonly string[]): Promise<string[]> {
  try {
    const args = ['for-each-ref', '--sort=v:refname', `--format=${FORMAT}`, ...patterns];
    return (await runGit(repository.folder, args)).split('\n').filter((line) => line !== '');
  } catch (error) {
    throw error instanceof GitError ? gitFailed(error.command, error.stderr) : error;
  }
}

/** The commit behind a tag of a tag: gits before 2.45 look behind one tag only. */
async function peeled(repository: Repository, ref: string): Promise<string | undefined> {
  try {
    return await resolveCommit(repository, ref);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

async function commitOf(repository: Repository, line: string): Promise<NamedCommit | undefined> {
  const [ref = '', type, id, innerType, innerId, target] = line.split(' ');
  if (target !== '') return undefined;
  const commit =
    type === 'commit'
      ? id
      : innerType === 'commit'
        ? innerId
        : innerType === 'tag'
          ? await peeled(repository, ref)
          : undefined;
  return commit === undefined ? undefined : { ref, commit };
}

/**
 * The refs that a pattern names, by git's own rules (`git for-each-ref`): a glob in which `*` stops at a slash, or
 * a name, or the folder of names. Symbolic refs are left out, as are tags of anything but a commit.
 * @param pattern one that starts with `refs/` is taken as it is, `heads/`, `tags/` and `remotes/` are below that; any
 *   other is looked for among branches, tags and remote branches
 * @returns in the order of their names, `stable-9` before `stable-10`
 * @throws Refusal `unknown-revision` for what can't be a pattern; EnvironmentLack `git-failed`
 */
export async function listRefs(repository: Repository, pattern: string): Promise<NamedCommit[]> {
  checkRevisionText(pattern);
  const patterns = pattern.startsWith('refs/')
    ? [pattern]
    : /^(?:heads|tags|remotes)\//.test(pattern)
      ? [`refs/${pattern}`]
      : ['heads', 'tags', 'remotes'].map((kind) => `refs/${kind}/${pattern}`);
  const found: NamedCommit[] = [];
  for (const line of await listing(repository, patterns)) {
    const named = await commitOf(repository, line);
    if (named !== undefined) found.push(named);
  }
  return found;
}
