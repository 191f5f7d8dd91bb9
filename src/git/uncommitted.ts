import { Refusal } from '../problem/problem.js';
import { openCheckout } from './repository.js';
import { headCommit } from './revision.js';
import { requireCommittable } from './target-state.js';

/**
 * Whether files that need no change any more are still not committed, as after a run without `--commit` or one
 * that was killed between writing and committing.
 * @throws EnvironmentLack, Refusal as `commitFiles` does where there is no checkout or no commit
 */
export async function areUncommitted(
  root: string,
  files: readonly { readonly path: string; readonly before: Buffer }[],
): Promise<boolean> {
  const checkout = await openCheckout(root);
  const head = await headCommit(checkout);
  try {
    await requireCommittable(checkout, head, files);
    return false;
  } catch (error) {
    if (error instanceof Refusal) return true;
    throw error;
  }
}
