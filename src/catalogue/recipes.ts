import type { AnyRecipe } from './any-recipe.js';
import { downtimeCheckpoints } from './downtime-checkpoints/index.js';
import { perDevice } from './per-device/index.js';
import type { Recipe } from './recipe.js';

/** Every recipe that `--recipe` names, in the order in which upstream has their commits. */
export const recipes: readonly AnyRecipe[] = [perDevice, downtimeCheckpoints];

/** The recipe that a command works with unless told otherwise. */
export const defaultRecipe: Recipe = downtimeCheckpoints;

/** Whether these are what is taken where none is named; documents name recipes only where they are not. */
export function areDefault(recipes: readonly AnyRecipe[]): boolean {
  return recipes.length === 1 && recipes[0] === defaultRecipe;
}
