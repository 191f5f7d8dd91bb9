import type { Recipe } from '../catalogue/recipe.js';
import { lintTree } from '../lint/lint-tree.js';
import { isAsGrave, type Settings } from '../lint/settings.js';
import { treeTexts } from '../port/tree-texts.js';
import { problemText } from '../problem/problem.js';
import { rivalSources } from '../tree/layout.js';
import { exitCode } from './exit-code.js';
import {
  type LintOptions,
  type LintTarget,
  lintOutputs,
  lintTarget,
  readBaseline,
  requireRule,
  ruleSeverities,
} from './lint-options.js';
import { type Linted, orFailureDocument, writeLinted } from './lint-reports.js';
import { printable } from './render/printable.js';
import { requireOutput, tell, writeResult } from './result.js';
import { explanationText, ruleTexts } from './rule-texts.js';
import { selectRecipe } from './select.js';

/**
 * `qemu-downtime lint [TREE]`: says what is wrong with the checkpoints of a tree, or of revisions.
 * @returns the exit code
 */
export async function lint(folder: string, options: LintOptions): Promise<number> {
  if (options.explain !== undefined) return explain(options.explain, options);
  const target = lintTarget(folder, options);
  const recipe = selectRecipe(options.recipe);
  const settings: Settings = {
    severities: ruleSeverities(options.rule),
    baseline: readBaseline(options.baseline),
  };
  const outputs = lintOutputs(options);
  for (const { path } of outputs) requireOutput(path, target.folder);
  requireOutput(options.writeBaseline, target.folder, '--write-baseline');
  const linted = await orFailureDocument(outputs, options, () => lintAll(target, options, recipe, settings));
  writeLinted(linted, outputs, options);
  return codeOf(linted, options);
}

function codeOf({ results, refused }: Linted, { failOn, writeBaseline }: LintOptions): number {
  if (refused.length > 0) return Math.max(...refused.map((one) => one.exitCode));
  const isBad = results.some(({ findings }) => findings.some(({ severity }) => isAsGrave(severity, failOn)));
  return isBad && writeBaseline === undefined ? exitCode.findings : exitCode.done;
}

/** `lint --explain RULE`; with `all` of all of them. */
function explain(id: string, { output: [output] = [] }: LintOptions): number {
  const texts = ruleTexts();
  if (id !== 'all') requireRule(id);
  const path = output === '-' ? undefined : output;
  requireOutput(path);
  const chosen = texts.filter((one) => id === 'all' || one.id === id);
  writeResult(Buffer.from(chosen.map(explanationText).join('\n')), path);
  return exitCode.done;
}

function lintAll(
  target: LintTarget,
  options: LintOptions,
  recipe: Recipe,
  settings: Settings,
): Promise<Linted> {
  return target.kind === 'folder'
    ? lintFolder(target.folder, options, recipe, settings)
    : lintRevisions(target.folder, target.texts, options, recipe, settings);
}

async function lintFolder(
  folder: string,
  options: LintOptions,
  recipe: Recipe,
  settings: Settings,
): Promise<Linted> {
  const mended = options.fix ? await mend(folder, options) : false;
  const { openFolderTree } = await import('../tree/folder-tree.js');
  const tree = openFolderTree(folder);
  const rivals = rivalSources(tree.layout, (path) => tree.has(path));
  const subject = { tree: folder, version: tree.version, texts: treeTexts(tree), rivals };
  return { results: [lintTree(subject, recipe, settings)], refused: [], mended };
}

/** Does what `apply` does; where that refuses, the findings say why. @returns whether the tree was changed */
async function mend(folder: string, { recipe, color }: LintOptions): Promise<boolean> {
  const { carryOut, openPort } = await import('./port-command.js');
  const { planPort } = await import('../port/plan.js');
  const options = { format: 'text', color, ...(recipe === undefined ? {} : { recipe }) } as const;
  const opened = await openPort(folder, options);
  const plan = planPort(treeTexts(opened.tree), opened.recipe, { selected: () => true, fixes: false });
  const words = { message: () => Promise.reject(new Error('lint makes no commit')), undo: 'revert' } as const;
  const { written } = await carryOut(folder, opened, plan, options, words);
  if (plan.problems.length > 0)
    tell(
      'note: nothing was mended, since apply refuses the tree as it is: mend by hand what is found, first',
    );
  else tell(`note: ${written ? 'the tree was mended as by apply; revert takes it back' : 'nothing to mend'}`);
  return written;
}

async function lintRevisions(
  repository: string,
  texts: readonly string[],
  { quiet }: LintOptions,
  recipe: Recipe,
  settings: Settings,
): Promise<Linted> {
  const { lintEachRevision } = await import('./lint-revisions.js');
  const results: Linted['results'][number][] = [];
  const refused: Linted['refused'][number][] = [];
  for await (const one of lintEachRevision(repository, texts, recipe, settings, quiet)) {
    if ('result' in one) {
      results.push(one.result);
      continue;
    }
    const { revision, failure } = one;
    const told = failure.problems.map((problem) => printable(problemText(problem)));
    tell(`${printable(revision)}: not linted\n${told.join('\n')}`);
    refused.push({ revision, problems: failure.problems, exitCode: failure.exitCode });
  }
  return { results, refused, mended: false };
}
