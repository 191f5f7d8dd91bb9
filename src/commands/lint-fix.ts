import type { AnyRecipe } from '../catalogue/any-recipe.js';
import { carryOut, openTree } from '../library/port-tree.js';
import type { Finding } from '../lint/finding.js';
import { withIgnored } from '../lint/ignored-problems.js';
import { ruleOfCode } from '../lint/rules/index.js';
import { withLeftOut, wrongCalls } from '../lint/wrong-calls.js';
import { unifiedDiff } from '../patch/unified-diff.js';
import type { SeriesTexts, TreeTexts } from '../placement/sources.js';
import { planRecipes } from '../port/plan-recipes.js';
import { fileChanges, treeTexts } from '../port/tree-texts.js';
import { isSameLine, type Problem, problemText } from '../problem/problem.js';
import type { LintOptions } from './lint-options.js';
import { requestOf } from './port-command.js';
import { wrongCallsText } from './render/lint/wrong-calls-text.js';

/** What `--fix` did, or would do. */
export interface Mended {
  /** Whether the tree was changed. */
  readonly written: boolean;
  /** What is to be said of it, which depends on what is found in the tree besides. */
  readonly note: (findings: readonly Finding[]) => string;
  /** With `--dry-run`: the tree as it would be, and what would change, one character a byte. */
  readonly planned?: { readonly texts: TreeTexts; readonly diff: string };
}

/** Does to a tree what `apply` does; where that refuses, its note says what to do first and leaves the rest to the findings. */
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
  const { problems } = plan;
  const [migration = before.migration, savevm = before.savevm, events = before.events] = plan.files.map(
    ({ path, after }) => ({ path, text: after }),
  );
  const texts = { migration, savevm, events };
  const changes = fileChanges(plan.files).length > 0;
  // Nothing of revert is read where the tree stays as it is.
  const isMended = problems.length === 0 && changes && !dryRun;
  const way = isMended ? await wayBack(before, { ...before, ...texts }, request.recipes) : '';
  const note = (findings: readonly Finding[]): string =>
    problems.length > 0
      ? refusalNote(problems, before, request.recipes, findings)
      : doneNote(changes, dryRun, way);
  if (!dryRun) return { written, note };
  return { written, note, planned: { texts, diff: unifiedDiff(plan.files) } };
}

function doneNote(changes: boolean, dryRun: boolean | undefined, way: string): string {
  if (!changes) return 'note: nothing to mend';
  return dryRun
    ? 'note: dry run, nothing was written; the findings are those that --fix would leave'
    : `note: the tree was mended as by apply${way}`;
}

/** What `revert` would do to a tree that was mended; nothing where it would refuse. */
async function wayBack(
  before: SeriesTexts,
  after: SeriesTexts,
  recipes: readonly AnyRecipe[],
): Promise<string> {
  const { planReverts } = await import('../port/revert-recipes.js');
  const { files, problems } = planReverts(after, recipes, () => true);
  if (problems.length > 0) return '';
  const old = [before.migration, before.savevm, before.events];
  const isExact = files.every((file) =>
    old.some(({ path, text }) => path === file.path && text === file.after),
  );
  return isExact
    ? '; revert takes it back'
    : '; revert takes out all calls, those that were there before as well';
}

function refusalNote(
  problems: readonly Problem[],
  texts: TreeTexts,
  recipes: readonly AnyRecipe[],
  findings: readonly Finding[],
): string {
  const recipe = recipes.find(({ kind }) => kind === 'checkpoints');
  const calls = recipe?.kind === 'checkpoints' ? wrongCalls(texts, recipe, problems) : undefined;
  if (calls)
    return `note: nothing was mended, since apply refuses a tree with calls that stand wrong: ${wrongCallsText(withLeftOut(calls, findings))}`;
  const note =
    'note: nothing was mended, since apply refuses the tree as it is: mend by hand what is found, first';
  const unsaid = problems.filter((problem) => !findings.some((finding) => isSaidBy(problem, finding)));
  return unsaid.length === 0
    ? note
    : [`${note}, and what stops apply besides:`, ...withIgnored(unsaid, texts).map(problemText)].join('\n');
}

/** Whether a finding is about what `apply` refuses a tree for. */
function isSaidBy({ code, checkpoint, place, next }: Problem, finding: Finding): boolean {
  const isThere = isSameLine(place, finding);
  const isOfRule = finding.rule === (ruleOfCode(code) ?? code);
  const isAbout = checkpoint !== undefined && checkpoint === finding.checkpoint;
  return isOfRule ? isThere || isAbout : isThere && next === finding.next;
}
