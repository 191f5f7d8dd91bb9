import { gitFailed, refInTheWay, refLocked, repositoryChanged } from '../problem/git-problems.js';
import type { Failure } from '../problem/problem.js';
import type { Person } from './commit-text.js';
import { committerVariables } from './identity.js';
import { configuredHooksOff } from './planted-hooks.js';
import type { Repository } from './repository.js';
import { GitError, runGit } from './run-git.js';

/** What the reflog says of a move: why, and who. */
export interface RefLog {
  readonly reason: string;
  readonly committer: Person;
}

/** A ref that is in the way of another, or a folder of its name that git left with something in it. */
const IN_THE_WAY = /'[^\n]+' exists; cannot create '[^\n]+'|there is a non-empty directory '[^\n]+'/;
const LOCKED = /Unable to create '([^\n]+\.lock)': File exists/;
/** Where a reason follows the name that can't be resolved, it is a broken ref or disk. */
const MOVED =
  /is at [0-9a-f]+ but expected|reference already exists|is missing but expected|unable to resolve reference '[^\n]+'$/m;

/** git's words, for git tells all failures by one exit code. They are the same from git 2.30 to 2.50. */
function moveFailure(ref: string, stderr: string): Failure {
  const inTheWay = IN_THE_WAY.exec(stderr)?.[0];
  if (inTheWay !== undefined) return refInTheWay(ref, inTheWay);
  const lock = LOCKED.exec(stderr)?.[1];
  if (lock !== undefined) return refLocked(ref, lock);
  if (MOVED.test(stderr)) return repositoryChanged(`${ref} has moved`);
  return gitFailed('update-ref', stderr);
}

/**
 * Points a ref at a commit if it still points where it did. No hook runs.
 * @param ref full name; a symbolic ref of that name is not followed. Or HEAD: then the branch it stands for, or
 *   HEAD itself where it is detached
 * @param before the id it has now; null where it must not exist yet
 * @param hooksOff what `configuredHooksOff` gave for this repository; for many refs it need be asked only once
 * @throws Refusal `changed-meanwhile` if the ref has another value by now, `ref-locked`, `ref-in-the-way`;
 *   EnvironmentLack `git-failed`, for example where the repository may not be written
 */
export async function moveRef(
  repository: Repository,
  ref: string,
  after: string,
  before: string | null,
  { reason, committer }: RefLog,
  hooksOff?: readonly string[],
): Promise<void> {
  if (ref !== 'HEAD' && !ref.startsWith('refs/')) throw new Error(`not the full name of a ref: ${ref}`);
  const config = hooksOff ?? (await configuredHooksOff(repository));
  const expected = before ?? '0'.repeat(after.length);
  const follow = ref === 'HEAD' ? [] : ['--no-deref'];
  try {
    await runGit(repository.folder, ['update-ref', '-m', reason, ...follow, ref, after, expected], {
      config,
      env: committerVariables(committer),
    });
  } catch (error) {
    throw error instanceof GitError ? moveFailure(ref, error.stderr) : error;
  }
}
