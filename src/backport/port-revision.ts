import type { Recipe } from '../catalogue/recipe.js';
import type { ObjectReader } from '../git/object-reader.js';
import { readRevisionTree } from '../git/revision-tree.js';
import { planPort } from '../port/plan.js';
import type { Plan, PortOptions } from '../port/port-result.js';
import { treeTexts } from '../port/tree-texts.js';
import { requireOneLayout, SOURCE_PATHS } from '../tree/layout.js';

/** A revision with what a port does to it. */
export interface PortedRevision {
  /** Full id of the commit. */
  readonly base: string;
  readonly version: string | null;
  readonly plan: Plan;
}

/**
 * Plans a recipe's port onto a revision, from git objects alone.
 * @throws as `readRevisionTree`, Refusal `two-layouts`
 */
export async function portRevision(
  reader: ObjectReader,
  revision: string,
  recipe: Recipe,
  options: PortOptions,
): Promise<PortedRevision> {
  const { commit, tree } = await readRevisionTree(reader, revision, SOURCE_PATHS);
  requireOneLayout(revision, tree.layout, (path) => tree.has(path));
  return { base: commit, version: tree.version, plan: planPort(treeTexts(tree), recipe, options) };
}
