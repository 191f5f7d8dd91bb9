import type { RecipesPlan } from '../port/plan-recipes.js';
import { carriedFixes } from '../provenance/port-facts.js';
import { type CheckpointDocument, type FixDocument, fixJson, verdictJson } from './parts.js';
import { type PortDocument, type PortOutcome, portDocument } from './port.js';
import { type RecipeDocument, recipesJson } from './recipes.js';

/** The result of `apply`, described by templates/schemas/apply.schema.json. */
export interface ApplyDocument extends PortDocument<'apply', CheckpointDocument, RecipeDocument> {
  /** Where they were asked for: the later upstream corrections that the calls carry. */
  readonly fixes?: readonly FixDocument[];
}

/** The document of `apply`. */
export function applyDocument(
  outcome: PortOutcome<RecipesPlan>,
  { dryRun = false, fixes = false }: { readonly dryRun?: boolean; readonly fixes?: boolean },
): ApplyDocument {
  const { plans, notes } = outcome.plan;
  const checkpoints = plans.find(({ recipe }) => recipe.kind === 'checkpoints');
  const carried = plans.flatMap(({ recipe, verdicts }) => carriedFixes(recipe, verdicts));
  return portDocument('apply', outcome, (checkpoints?.verdicts ?? []).map(verdictJson), {
    dryRun,
    notes,
    recipes: recipesJson(outcome.recipes, plans),
    own: fixes ? { fixes: carried.map(fixJson) } : {},
  });
}
