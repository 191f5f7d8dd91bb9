import type { Recipe, Slot } from '../catalogue/recipe.js';
import type { SourceFile } from '../csource/source-file.js';

const knownOf = new WeakMap<Recipe, ReadonlySet<string>>();

/** All functions that a recipe's checkpoints are looked for in, of whatever release. */
export function knownFunctions(recipe: Recipe): ReadonlySet<string> {
  const known = knownOf.get(recipe);
  if (known) return known;
  const slots = recipe.checkpoints.flatMap((checkpoint) => checkpoint.slots);
  const names = new Set(
    slots.flatMap(({ functions, placements }) => [
      ...functions,
      ...placements.flatMap((placement) => placement.functions),
    ]),
  );
  knownOf.set(recipe, names);
  return names;
}

/** The functions of a slot that are newer than the newest that a file has; none where it has none at all. */
export function newerFunctions(file: SourceFile, { functions }: Pick<Slot, 'functions'>): readonly string[] {
  const at = functions.findIndex((name) => file.definitions(name).length > 0);
  return functions.slice(0, Math.max(at, 0));
}
