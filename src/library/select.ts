import type { AnyRecipe } from '../catalogue/any-recipe.js';
import { partsOf } from '../catalogue/recipe-parts.js';
import { defaultRecipe, recipes } from '../catalogue/recipes.js';
import { meantNames } from '../near-names.js';
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
export function selectCheckpoints(recipe: AnyRecipe, patterns: readonly string[]): (name: string) => boolean {
  if (patterns.length === 0) return () => true;
  const names = partsOf(recipe).map(({ name }) => name);
  const tests = patterns
    .flatMap((given) => given.split(','))
    .map((one) => {
      const pattern = one.trim();
      const test = globTest(pattern);
      if (!names.some(test))
        throw usageProblems.noSuchCheckpoint(pattern, names, meantBy(pattern, recipe, names));
      return test;
    });
  return (name) => tests.some((test) => test(name));
}

/** What a name may be meant for; two are spelt otherwise in the message of upstream's commit. */
function meantBy(pattern: string, recipe: AnyRecipe, names: readonly string[]): string[] {
  const spelt = recipe.kind === 'checkpoints' ? Object.entries(recipe.misspellings) : [];
  const known = spelt.find(([name]) => name === pattern)?.[1];
  return known === undefined ? meantNames(pattern, names) : [known];
}

/**
 * The recipes that `--recipe LIST` names, in upstream's order and each once; the default without it.
 * @throws WrongUsage for one that does not exist
 */
export function selectRecipes(list: string | undefined): readonly AnyRecipe[] {
  if (list === undefined) return [defaultRecipe];
  const known = recipes.map(({ name }) => name);
  const named = list.split(',').map((name) => name.trim());
  for (const name of named)
    if (!known.includes(name)) throw usageProblems.noSuchRecipe(name, known, meantNames(name, known));
  return recipes.filter(({ name }) => named.includes(name));
}

/**
 * The names that `--only` selects of several recipes: it is about checkpoints, so a recipe of changes is taken as a
 * whole or not at all.
 * @throws WrongUsage for a pattern that fits no name, or without a recipe that has checkpoints
 */
export function selectNames(
  chosen: readonly AnyRecipe[],
  patterns: readonly string[],
): (name: string) => boolean {
  if (patterns.length === 0) return () => true;
  const recipe = chosen.find(({ kind }) => kind === 'checkpoints');
  if (!recipe) throw usageProblems.onlyCheckpoints(chosen.map(({ name }) => name));
  const selected = selectCheckpoints(recipe, patterns);
  const others = new Set(
    chosen
      .filter((one) => one !== recipe)
      .flatMap(partsOf)
      .map(({ name }) => name),
  );
  return (name) => others.has(name) || selected(name);
}
