import { orUndoFirst } from '../problem/git-problems.js';
import { Refusal } from '../problem/problem.js';
import { openCheckout } from './repository.js';
import { headCommit } from './revision.js';
import { requireCommittable } from './target-state.js';

/**
 * Checks that files that need no change any more are committed. They are not after a run without `--commit`, or
 * one that was killed between writing and committing.
 * @param undo the command that takes back what that run did
 * @throws Refusal `not-tracked`, `staged`, `modified`; EnvironmentLack, Refusal as `commitFiles` does where there
 *   is no checkout or no commit
 */
export async function requireCommitted(
  root: string,
  files: readonly { readonly path: string; readonly before: Buffer }[],
  undo: 'apply' | 'revert',
): Promise<void> {
  const checkout = await openCheckout(root);
  const head = await headCommit(checkout);
  try {
    await requireCommittable(checkout, head, files);
  } catch (error) {
    throw error instanceof Refusal ? orUndoFirst(error, undo) : error;
  }
}
