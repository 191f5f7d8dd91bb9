import type { AnyRecipe } from '../catalogue/any-recipe.js';
import { areDefault } from '../catalogue/recipes.js';
import type { Plan, Status } from '../port/port-result.js';
import { type SiteDocument, siteJson } from './parts.js';

/** What became of one recipe. */
export interface RecipeDocument {
  readonly recipe: string;
  readonly status: 'ported' | 'present' | 'not-applicable' | 'refused';
  /** Why it is refused, or does not apply. */
  readonly reason?: string;
  /** Its calls, each with the checkpoint or change that it belongs to, and what became of that. */
  readonly sites: readonly (SiteDocument & { readonly name: string; readonly status: Status })[];
}

/**
 * What became of each recipe, as the contract has it.
 * @param plans of the recipes that were come to: behind a refused one there are none
 * @returns undefined where the default recipe is all that was asked for
 */
export function recipesJson(
  recipes: readonly AnyRecipe[],
  plans: readonly Plan[],
): RecipeDocument[] | undefined {
  if (areDefault(recipes)) return undefined;
  const refused = plans.find(({ problems }) => problems.length > 0);
  return recipes.map((recipe): RecipeDocument => {
    const plan = plans.find((one) => one.recipe === recipe);
    if (!plan) {
      const reason = `not looked at, since ${refused?.recipe.name ?? 'another recipe'} is refused`;
      return { recipe: recipe.name, status: 'refused', reason, sites: [] };
    }
    const status = recipeStatus(plan);
    const reason =
      status === 'refused' ? plan.problems[0]?.found : plan.verdicts.find((one) => one.reason)?.reason;
    return {
      recipe: recipe.name,
      status,
      ...(reason === undefined || status === 'ported' || status === 'present' ? {} : { reason }),
      sites: plan.verdicts.flatMap(({ name, status: own, sites }) =>
        sites.map((site) => ({ name, status: own, ...siteJson(site) })),
      ),
    };
  });
}

/** What a plan comes to. */
function recipeStatus({ problems, verdicts, files }: Plan): RecipeDocument['status'] {
  if (problems.length > 0) return 'refused';
  if (files.some(({ before, after }) => before !== after)) return 'ported';
  return verdicts.every(({ status }) => status === 'not-applicable') ? 'not-applicable' : 'present';
}
