import type { Recipe } from '../../catalogue/recipe.js';
import type { RecipesPlan } from '../../port/plan-recipes.js';
import type { PortOutcome } from '../port-command.js';
import { verdictJson } from './json.js';
import { portDocument } from './port-document.js';
import { recipesJson } from './recipes-json.js';

/**
 * The JSON document of `apply`, described by templates/schemas/apply.schema.json.
 * @param fixes the later corrections carried, where they were asked for
 */
export function applyDocument(
  outcome: PortOutcome<RecipesPlan>,
  dryRun: boolean,
  fixes: Recipe['fixes'] | undefined,
): Buffer {
  const { plans, notes } = outcome.plan;
  const listed = fixes?.map(({ commit, subject, checkpoint }) => ({ commit, subject, checkpoint }));
  const checkpoints = plans.find(({ recipe }) => recipe.kind === 'checkpoints');
  return portDocument('apply', outcome, (checkpoints?.verdicts ?? []).map(verdictJson), {
    dryRun,
    notes,
    fixes: listed,
    recipes: recipesJson(outcome.recipes, plans),
  });
}
