import type { AnyRecipe } from '../catalogue/any-recipe.js';
import { carryOut, openTree } from '../library/port-tree.js';
import type { WrongCall } from '../lint/finding.js';
import { wrongCalls } from '../lint/wrong-calls.js';
import { unifiedDiff } from '../patch/unified-diff.js';
import type { TreeTexts } from '../placement/sources.js';
import { planRecipes } from '../port/plan-recipes.js';
import { fileChanges, treeTexts } from '../port/tree-texts.js';
import { printable } from '../problem/printable.js';
import type { Problem } from '../problem/problem.js';
import type { LintOptions } from './lint-options.js';
import { requestOf } from './port-command.js';
import { wrongCallsText } from './render/lint/wrong-calls-text.js';
import { tell } from './result.js';

/** What `--fix` did, or would do. */
export interface Mended {
  /** Whether the tree was changed. */
  readonly written: boolean;
  /** With `--dry-run`: the tree as it would be, and what would change, one character a byte. */
  readonly planned?: { readonly texts: TreeTexts; readonly diff: string };
}

/** Does to a tree what `apply` does; where that refuses, says what to do first and leaves the rest to the findings. */
export async function mend(folder: string, { recipe, color, dryRun }: LintOptions): Promise<Mended> {
  const options = {
    format: 'text',
    color,
    ...(recipe === undefined ? {} : { recipe }),
    ...(dryRun ? { dryRun } : {}),
  } as const;
  const request = await requestOf(folder, options);
  const tree = await openTree(folder, request);
  const before = treeTexts(tree);
  const plan = planRecipes(before, request.recipes, { selected: () => true, fixes: false });
  const words = { message: () => Promise.reject(new Error('lint makes no commit')), undo: 'revert' } as const;
  const { written } = await carryOut(folder, tree, plan, request, words);
  tell(printable(noteOf(plan.problems, fileChanges(plan.files).length > 0, before, request.recipes, dryRun)));
  if (!dryRun) return { written };
  const [migration = before.migration, savevm = before.savevm, events = before.events] = plan.files.map(
    ({ path, after }) => ({ path, text: after }),
  );
  return { written, planned: { texts: { migration, savevm, events }, diff: unifiedDiff(plan.files) } };
}

function noteOf(
  problems: readonly Problem[],
  changes: boolean,
  texts: TreeTexts,
  recipes: readonly AnyRecipe[],
  dryRun = false,
): string {
  if (problems.length > 0) {
    const recipe = recipes.find(({ kind }) => kind === 'checkpoints');
    return refusalNote(recipe?.kind === 'checkpoints' ? wrongCalls(texts, recipe, problems) : undefined);
  }
  if (!changes) return 'note: nothing to mend';
  return dryRun
    ? 'note: dry run, nothing was written; the findings are those that --fix would leave'
    : 'note: the tree was mended as by apply; revert takes it back';
}

function refusalNote(calls: readonly WrongCall[] | undefined): string {
  if (!calls)
    return 'note: nothing was mended, since apply refuses the tree as it is: mend by hand what is found, first';
  return `note: nothing was mended, since apply refuses a tree with calls that stand wrong: ${wrongCallsText(calls)}`;
}
