import { usageProblems } from '../problem/usage-problems.js';
import { checkWriteChoices, type PortRequest, type WriteChoices } from './port-tree.js';
import { selectNames, selectRecipes } from './select.js';

/** What a user may choose about a port, there or back. */
export interface PortChoices extends WriteChoices {
  /** Names of recipes, by commas. */
  readonly recipe?: string;
  /** Patterns of names of checkpoints. */
  readonly only?: readonly string[];
}

/**
 * What the choices mean.
 * @throws WrongUsage for choices that contradict each other, and names of nothing
 */
export function portRequest(choices: PortChoices, note: PortRequest['note'] = () => undefined): PortRequest {
  checkWriteChoices(choices);
  const { dryRun, check, commit = false, signoff = false } = choices;
  const recipes = selectRecipes(choices.recipe);
  const selected = selectNames(recipes, choices.only ?? []);
  if (commit && recipes.length > 1) throw usageProblems.oneCommit(recipes.map(({ name }) => name));
  return { recipes, selected, writes: !dryRun && !check, commit, signoff, note };
}
