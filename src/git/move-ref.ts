import { gitFailed, repositoryChanged } from '../problem/git-problems.js';
import type { Person } from './commit-text.js';
import { identityVariables } from './identity.js';
import { configuredHooksOff } from './planted-hooks.js';
import type { Repository } from './repository.js';
import { GitError, runGit } from './run-git.js';

/**
 * Points a ref at a commit if it still points where it did. No hook runs.
 * @param ref full name, or HEAD: then the branch it stands for, or HEAD itself where it is detached
 * @param before the id it has now; null where it must not exist yet
 * @param log what the reflog says: why, and who
 * @throws Refusal `changed-meanwhile` if the ref has another value by now
 */
export async function moveRef(
  repository: Repository,
  ref: string,
  after: string,
  before: string | null,
  log: { readonly reason: string; readonly committer: Person },
): Promise<void> {
  const config = await configuredHooksOff(repository);
  const expected = before ?? '0'.repeat(after.length);
  try {
    await runGit(repository.folder, ['update-ref', '-m', log.reason, ref, after, expected], {
      config,
      env: identityVariables('COMMITTER', log.committer),
    });
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    if (/is at [0-9a-f]+ but expected|reference already exists|unable to resolve/.test(error.stderr))
      throw repositoryChanged(`${ref} has moved`);
    throw gitFailed('update-ref', error.stderr);
  }
}
