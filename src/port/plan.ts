import type { AnyRecipe } from '../catalogue/any-recipe.js';
import type { SeriesTexts } from '../placement/sources.js';
import { planChanges } from './plan-changes.js';
import { planCheckpoints } from './plan-checkpoints.js';
import type { Plan, PortOptions } from './port-result.js';

/**
 * Plans a recipe's port and proves its result. Writes nothing.
 * @returns a plan; with problems, its files are unchanged and nothing of it may be written.
 */
export function planPort(texts: SeriesTexts, recipe: AnyRecipe, options: PortOptions): Plan {
  return recipe.kind === 'checkpoints'
    ? planCheckpoints(texts, recipe, options)
    : planChanges(texts, recipe, options);
}
