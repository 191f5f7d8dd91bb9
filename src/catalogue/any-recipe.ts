import type { ChangeRecipe } from './change-recipe.js';
import type { Recipe } from './recipe.js';

/** A recipe of either kind: calls of one tracepoint at named moments, or changes of functions. */
export type AnyRecipe = Recipe | ChangeRecipe;
