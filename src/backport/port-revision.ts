import type { AnyRecipe } from '../catalogue/any-recipe.js';
import type { ObjectReader } from '../git/object-reader.js';
import { readRevisionTree } from '../git/revision-tree.js';
import { planRecipes, type RecipesPlan } from '../port/plan-recipes.js';
import type { PortOptions } from '../port/port-result.js';
import { needHeader, seriesTexts } from '../port/tree-texts.js';
import { HEADER_PATHS, requireOneLayout, SOURCE_PATHS } from '../tree/layout.js';

/** A revision with what a port does to it. */
export interface PortedRevision {
  /** Full id of the commit. */
  readonly base: string;
  readonly version: string | null;
  readonly plan: RecipesPlan;
}

/**
 * Plans the port of recipes onto a revision, from git objects alone.
 * @throws as `readRevisionTree`, Refusal `two-layouts`
 */
export async function portRevision(
  reader: ObjectReader,
  revision: string,
  recipes: readonly AnyRecipe[],
  options: PortOptions,
): Promise<PortedRevision> {
  const paths = [...SOURCE_PATHS, ...(needHeader(recipes) ? HEADER_PATHS : [])];
  const { commit, tree } = await readRevisionTree(reader, revision, paths);
  requireOneLayout(revision, tree.layout, (path) => tree.has(path));
  return {
    base: commit,
    version: tree.version,
    plan: planRecipes(seriesTexts(tree, recipes), recipes, options),
  };
}
