import type { AnyRecipe } from '../catalogue/any-recipe.js';
import type { SeriesTexts, TreeTexts } from '../placement/sources.js';
import type { Tree } from '../tree/tree.js';
import type { FilePlan } from './port-result.js';

/** The files of a tree as texts of one character a byte. */
export function treeTexts(tree: Tree): TreeTexts {
  const read = (path: string) => ({ path, text: tree.read(path).toString('latin1') });
  return {
    migration: read(tree.layout.migration),
    savevm: read(tree.layout.savevm),
    events: read(tree.layout.events),
  };
}

/** The same with migration.h where one of the recipes changes it. */
export function seriesTexts(tree: Tree, recipes: readonly AnyRecipe[]): SeriesTexts {
  const { header: path } = tree.layout;
  if (path === null || !needHeader(recipes)) return treeTexts(tree);
  return { ...treeTexts(tree), header: { path, text: tree.read(path).toString('latin1') } };
}

/** Whether one of the recipes changes migration.h. */
export function needHeader(recipes: readonly AnyRecipe[]): boolean {
  return recipes.some((recipe) => recipe.kind === 'changes' && recipe.header !== undefined);
}

/** The changed files of a plan, as bytes. */
export function fileChanges(files: readonly FilePlan[]): { path: string; before: Buffer; after: Buffer }[] {
  return files
    .filter((file) => file.before !== file.after)
    .map((file) => ({
      path: file.path,
      before: Buffer.from(file.before, 'latin1'),
      after: Buffer.from(file.after, 'latin1'),
    }));
}
