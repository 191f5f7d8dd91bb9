import { downtimeCheckpoints } from './downtime-checkpoints/index.js';
import type { Recipe } from './recipe.js';

/** Every recipe, by the name that `--recipe` takes. */
export const recipes: readonly Recipe[] = [downtimeCheckpoints];

/** The recipe that a command works with unless told otherwise. */
export const defaultRecipe: Recipe = downtimeCheckpoints;
