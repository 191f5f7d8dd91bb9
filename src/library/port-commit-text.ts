import type { Person } from '../git/commit-text.js';
import { readUpstreamCommit } from '../git/upstream-commit.js';
import type { Plan } from '../port/port-result.js';
import { portMessage } from '../provenance/message.js';
import { portFacts } from '../provenance/port-facts.js';
import { today } from '../provenance/today.js';

/**
 * Message and author of the commit that `apply --commit` makes.
 * @param fixes whether the later corrections were asked for
 */
export async function portCommitText(
  root: string,
  plan: Plan,
  fixes: boolean,
): Promise<{ message: string; author?: Person | undefined }> {
  const facts = portFacts(plan, fixes);
  const upstream = facts.mend ? undefined : await readUpstreamCommit(root, plan.recipe.commit);
  return {
    message: portMessage(facts, upstream, { style: 'stable', date: today() }),
    author: upstream?.author,
  };
}
