import type { AnyRecipe } from '../catalogue/any-recipe.js';
import { surveyChanges } from '../changes/survey-changes.js';
import { readTexts, type Sources } from '../placement/sources.js';
import { survey } from '../placement/survey.js';
import { planRecipes } from '../port/plan-recipes.js';
import { fileChanges, treeTexts } from '../port/tree-texts.js';
import { verifyProblems } from '../problem/verify-problems.js';
import type { Tree } from '../tree/tree.js';

/** What a copy gets before it is built. */
export interface CopyPort {
  /** The files that it has instead of the tree's. */
  readonly bytes: ReadonlyMap<string, Buffer>;
  /** The checkpoints and changes that they bring; none where all were there. */
  readonly applied: readonly string[];
}

/** How a copy is ported. */
export interface CopyPortSetting {
  readonly recipes: readonly AnyRecipe[];
  readonly apply: 'auto' | 'yes' | 'no';
  readonly fixes: boolean;
  readonly say: (note: string) => void;
}

/**
 * The port of a tree for its copy. A tree that has all checkpoints, if not all in their places, is left as it is with
 * `auto`: what is wrong with it is for its migrations to show.
 * @throws Refusal `cannot-apply` with apply's reasons
 */
export function portForCopy(tree: Tree, { apply, recipes, fixes, say }: CopyPortSetting): CopyPort {
  const nothing = { bytes: new Map<string, Buffer>(), applied: [] };
  if (apply === 'no') return nothing;
  const texts = treeTexts(tree);
  const plan = planRecipes(texts, recipes, { selected: () => true, fixes });
  if (plan.problems.length > 0) {
    if (apply === 'yes' || !recipes.every((recipe) => hasAll(readTexts(texts).sources, recipe)))
      throw verifyProblems.cannotApply(plan.problems);
    say('apply refuses this tree, which has all checkpoints, if not all in their places: verified as it is');
    return nothing;
  }
  const bytes = new Map(fileChanges(plan.files).map(({ path, after }) => [path, after]));
  const applied = plan.plans
    .flatMap(({ verdicts }) => verdicts)
    .filter(({ status }) => status === 'inserted' || status === 'replaced' || status === 'moved')
    .map(({ name }) => name);
  return { bytes, applied: bytes.size > 0 ? applied : [] };
}

/** Whether a tree calls every checkpoint that it can have, wherever, or has every change. */
function hasAll(sources: Sources, recipe: AnyRecipe): boolean {
  if (recipe.kind === 'changes')
    return surveyChanges(sources, recipe).changes.every(({ status }) => status === 'present');
  const { checkpoints, calls } = survey(sources, recipe);
  const called = new Set(calls.map(({ name }) => name));
  return checkpoints.every(
    ({ checkpoint, status }) => status === 'not-applicable' || called.has(checkpoint.name),
  );
}
