import type { AnyRecipe } from '../catalogue/any-recipe.js';
import { surveyChanges } from '../changes/survey-changes.js';
import { readTexts, type Sources } from '../placement/sources.js';
import { survey } from '../placement/survey.js';
import { planRecipes } from '../port/plan-recipes.js';
import type { PlacedCall, Plan } from '../port/port-result.js';
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
 * The port of a tree for its copy. With `auto` a tree that has some of a recipe is left as it is: what it lacks, or has in the
 * wrong place, is for its build and its migrations to show.
 * @throws Refusal `cannot-apply` with apply's reasons
 */
export function portForCopy(tree: Tree, { apply, recipes, fixes, say }: CopyPortSetting): CopyPort {
  const nothing = { bytes: new Map<string, Buffer>(), applied: [] };
  if (apply === 'no') return nothing;
  const texts = treeTexts(tree);
  const planned = (withFixes: boolean) =>
    planRecipes(texts, recipes, { selected: () => true, fixes: withFixes });
  const plan = planned(fixes);
  if (plan.problems.length > 0) {
    if (apply === 'yes' || !recipes.every((recipe) => hasAll(readTexts(texts).sources, recipe)))
      throw verifyProblems.cannotApply(plan.problems);
    say('apply refuses this tree, which has all checkpoints, if not all in their places: verified as it is');
    return nothing;
  }
  // What corrections change is nothing that the tree lacks.
  const halves = apply === 'yes' ? [] : (fixes ? planned(false) : plan).plans.filter(isHalf);
  if (halves.length > 0) {
    const names = halves.flatMap(lackedIn);
    say(
      `the tree is ported in part, and lacks ${names.length > 0 ? names.join(', ') : 'the event or its include'}: ` +
        'verified as it is; --apply yes gives its copy the rest first',
    );
    return nothing;
  }
  const bytes = new Map(fileChanges(plan.files).map(({ path, after }) => [path, after]));
  const applied = plan.plans
    .flatMap(({ verdicts }) => verdicts)
    .filter(({ status }) => status === 'inserted' || status === 'replaced' || status === 'moved')
    .map(({ name }) => name);
  return { bytes, applied: bytes.size > 0 ? applied : [] };
}

const isNew = ({ written }: PlacedCall): boolean => written !== undefined && written !== 'moved';

/** Whether a tree has some of a recipe, and not all. */
function isHalf({ verdicts, files }: Plan): boolean {
  const isChanged = files.some(({ before, after }) => before !== after);
  return isChanged && verdicts.some(({ sites }) => sites.some((site) => !isNew(site)));
}

function lackedIn({ verdicts }: Plan): string[] {
  return verdicts.filter(({ sites }) => sites.some(isNew)).map(({ name }) => name);
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
