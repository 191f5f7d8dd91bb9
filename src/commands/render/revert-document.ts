import { partsOf } from '../../catalogue/recipe-parts.js';
import { defaultRecipe } from '../../catalogue/recipes.js';
import type { RecipesRevert } from '../../port/revert-recipes.js';
import type { PortOutcome } from '../port-command.js';
import { siteJson } from './json.js';
import { portDocument } from './port-document.js';

/** The JSON document of `revert`, described by templates/schemas/revert.schema.json. */
export function revertDocument(outcome: PortOutcome<RecipesRevert>, dryRun: boolean): Buffer {
  const recipes = outcome.recipes.map((recipe) => {
    const plan = outcome.plan.plans.find((one) => one.recipe === recipe)?.plan;
    const parts = partsOf(recipe).map(({ name }) => {
      const removed = plan?.removed.find((one) => one.name === name);
      const status = removed ? 'removed' : plan?.present.includes(name) ? 'present' : 'absent';
      return { name, status, sites: (removed?.sites ?? []).map(siteJson) };
    });
    return { recipe, parts, problems: plan?.problems ?? [] };
  });
  const isDefault = recipes.length === 1 && recipes[0]?.recipe === defaultRecipe;
  const listed = recipes.map(({ recipe, parts, problems }) => {
    const sites = parts.flatMap(({ name, status, sites: own }) =>
      own.map((site) => ({ name, status, ...site })),
    );
    const status = problems.length > 0 ? 'refused' : sites.length > 0 ? 'removed' : 'absent';
    const [first] = problems;
    return { recipe: recipe.name, status, ...(first ? { reason: first.found } : {}), sites };
  });
  const checkpoints = recipes.find(({ recipe }) => recipe.kind === 'checkpoints')?.parts ?? [];
  return portDocument('revert', outcome, checkpoints, {
    dryRun,
    notes: [],
    recipes: isDefault ? undefined : listed,
  });
}
