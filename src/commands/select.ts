import type { Recipe } from '../catalogue/recipe.js';
import { defaultRecipe, recipes } from '../catalogue/recipes.js';
import { usageProblems } from '../problem/usage-problems.js';

/** Turns a shell pattern (`*`, `?`) into a test of whole names. */
export function globTest(pattern: string): (name: string) => boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
  const expression = new RegExp(`^${source}$`);
  return (name) => expression.test(name);
}

/**
 * The checkpoints that `--only` selects; all without it.
 * @throws WrongUsage for a pattern that fits no name
 */
export function selectCheckpoints(recipe: Recipe, patterns: readonly string[]): (name: string) => boolean {
  if (patterns.length === 0) return () => true;
  const names = recipe.checkpoints.map((checkpoint) => checkpoint.name);
  const tests = patterns
    .flatMap((given) => given.split(','))
    .map((pattern) => {
      const test = globTest(pattern.trim());
      if (!names.some(test)) throw usageProblems.noSuchCheckpoint(pattern, names);
      return test;
    });
  return (name) => tests.some((test) => test(name));
}

/**
 * The recipe that `--recipe` names.
 * @throws WrongUsage for one that does not exist
 */
export function selectRecipe(name: string | undefined): Recipe {
  if (name === undefined) return defaultRecipe;
  const recipe = recipes.find((candidate) => candidate.name === name);
  if (!recipe)
    throw usageProblems.noSuchRecipe(
      name,
      recipes.map((candidate) => candidate.name),
    );
  return recipe;
}
