import type { AnyRecipe } from '../catalogue/any-recipe.js';
import type { TreeTexts } from '../placement/sources.js';
import type { Problem } from '../problem/problem.js';
import { textsAfter } from './plan-recipes.js';
import type { FilePlan, PortOptions } from './port-result.js';
import { planRevert } from './revert.js';
import type { RevertPlan } from './revert-result.js';

/** What taking out several recipes does to a tree; or the problems for which all stay. */
export interface RecipesRevert {
  /** In the order of the recipes; those behind a refused one are not there. */
  readonly plans: readonly { readonly recipe: AnyRecipe; readonly plan: RevertPlan }[];
  readonly files: readonly FilePlan[];
  readonly problems: readonly Problem[];
}

/**
 * Plans to take recipes out again, the last first, all or nothing.
 * @param recipes at least one, in the order in which they are ported
 */
export function planReverts(
  texts: TreeTexts,
  recipes: readonly AnyRecipe[],
  selected: PortOptions['selected'],
): RecipesRevert {
  const plans: RecipesRevert['plans'][number][] = [];
  let now = texts;
  for (const recipe of [...recipes].reverse()) {
    const plan = planRevert(now, recipe, selected);
    plans.unshift({ recipe, plan });
    if (plan.problems.length > 0) {
      now = texts;
      break;
    }
    now = textsAfter(now, plan);
  }
  return {
    plans,
    files: [
      [texts.migration, now.migration] as const,
      [texts.savevm, now.savevm] as const,
      [texts.events, now.events] as const,
    ].map(([{ path, text }, after]) => ({ path, before: text, after: after.text, edits: [] })),
    problems: plans.flatMap(({ plan }) => plan.problems),
  };
}
