import type { Recipe } from '../catalogue/recipe.js';
import { baselineText } from '../lint/baseline.js';
import type { LintResult } from '../lint/finding.js';
import { lintTree } from '../lint/lint-tree.js';
import { isAsGrave, type Settings } from '../lint/settings.js';
import { treeTexts } from '../port/tree-texts.js';
import { Failure, problemText, WrongUsage } from '../problem/problem.js';
import { Interrupted } from '../problem/tree-problems.js';
import { exitCode } from './exit-code.js';
import {
  checkLintOptions,
  type LintOptions,
  type LintOutput,
  lintOutputs,
  readBaseline,
  requireRule,
  ruleSeverities,
} from './lint-options.js';
import { colours } from './render/colour.js';
import { lintReporters } from './render/lint/index.js';
import { printable } from './render/printable.js';
import { requireOutput, tell, writeResult } from './result.js';
import { explanationText, ruleTexts } from './rule-texts.js';
import { selectRecipe } from './select.js';
import { packageVersion } from './version.js';

/** What became of the trees that were asked for. */
interface Linted {
  readonly results: readonly LintResult[];
  /** Exit code of what could not be looked at. */
  readonly refused?: number;
}

/**
 * `qemu-downtime lint [TREE]`: says what is wrong with the checkpoints of a tree, or of revisions.
 * @returns the exit code
 */
export async function lint(folder: string, options: LintOptions): Promise<number> {
  if (options.explain !== undefined) return explain(options.explain, options);
  checkLintOptions(options);
  const recipe = selectRecipe(options.recipe);
  const settings: Settings = {
    severities: ruleSeverities(options.rule),
    baseline: readBaseline(options.baseline),
  };
  const outputs = lintOutputs(options);
  for (const { path } of outputs) requireOutput(path, options.rev ? undefined : folder);
  requireOutput(options.writeBaseline, options.rev ? undefined : folder);
  const linted = await orJsonFailure(outputs, () =>
    options.rev ? lintRevisions(options, recipe, settings) : lintFolder(folder, options, recipe, settings),
  );
  return conclude(linted, outputs, options);
}

function conclude(
  { results, refused }: Linted,
  outputs: readonly LintOutput[],
  options: LintOptions,
): number {
  writeReports(results, outputs, options);
  if (options.writeBaseline !== undefined) {
    writeResult(Buffer.from(baselineText(results)), options.writeBaseline);
    return refused ?? exitCode.done;
  }
  const isBad = results.some(({ findings }) =>
    findings.some(({ severity }) => isAsGrave(severity, options.failOn)),
  );
  return refused ?? (isBad ? exitCode.findings : exitCode.done);
}

/** `lint --explain RULE`; without a name as `--explain all` all of them. */
function explain(id: string, { output }: LintOptions): number {
  const texts = ruleTexts();
  if (id !== 'all') requireRule(id);
  const chosen = texts.filter((one) => id === 'all' || one.id === id);
  writeResult(Buffer.from(chosen.map(explanationText).join('\n')), output?.[0]);
  return exitCode.done;
}

async function lintFolder(
  folder: string,
  options: LintOptions,
  recipe: Recipe,
  settings: Settings,
): Promise<Linted> {
  if (options.fix) await mend(folder, options);
  const { openFolderTree } = await import('../tree/folder-tree.js');
  const tree = openFolderTree(folder);
  const subject = { tree: folder, version: tree.version, texts: treeTexts(tree) };
  return { results: [lintTree(subject, recipe, settings)] };
}

/** Does what `apply` does; where that refuses, the findings say why. */
async function mend(folder: string, { recipe, color }: LintOptions): Promise<void> {
  const { carryOut, openPort } = await import('./port-command.js');
  const { planPort } = await import('../port/plan.js');
  const options = { format: 'text', color, ...(recipe === undefined ? {} : { recipe }) } as const;
  const opened = await openPort(folder, options);
  const plan = planPort(treeTexts(opened.tree), opened.recipe, { selected: () => true, fixes: false });
  const words = { message: () => Promise.reject(new Error('lint makes no commit')), undo: 'revert' } as const;
  const { written } = await carryOut(folder, opened, plan, options, words);
  if (plan.problems.length > 0)
    tell('note: nothing was mended: apply would refuse this tree, for the errors below');
  else tell(written ? 'the tree was mended as by apply; revert takes it back' : 'nothing to mend');
}

async function lintRevisions(options: LintOptions, recipe: Recipe, settings: Settings): Promise<Linted> {
  const { lintEachRevision } = await import('./lint-revisions.js');
  const results: LintResult[] = [];
  let refused: number | undefined;
  for await (const one of lintEachRevision(options.repo ?? '.', options.rev ?? [], recipe, settings)) {
    if ('result' in one) {
      results.push(one.result);
      continue;
    }
    const { revision, failure } = one;
    const texts = failure.problems.map((problem) => printable(problemText(problem)));
    tell(`${printable(revision)}: not linted\n${texts.join('\n')}`);
    refused = Math.max(refused ?? 0, failure.exitCode);
  }
  return { results, ...(refused === undefined ? {} : { refused }) };
}

/** Writes the reports, those to files first: a reader who sees the result finds them there. */
function writeReports(
  results: readonly LintResult[],
  outputs: readonly LintOutput[],
  options: LintOptions,
): void {
  const needsTexts = outputs.some(({ format }) => format === 'sarif' || format === 'junit');
  const report = { results, rules: needsTexts ? ruleTexts() : [], toolVersion: packageVersion() };
  const toFiles = outputs.filter(({ path }) => path !== undefined);
  const toStdout = outputs.filter(({ path }) => path === undefined);
  for (const { format, path } of [...toFiles, ...toStdout]) {
    const onTerminal = path === undefined && process.stdout.isTTY === true;
    const text = lintReporters[format](report, colours(options.color, onTerminal));
    if (path !== undefined || !options.quiet) writeResult(Buffer.from(text), path);
  }
}

/** With `--format json` a failure of the whole gives a document as well. */
async function orJsonFailure(outputs: readonly LintOutput[], work: () => Promise<Linted>): Promise<Linted> {
  try {
    return await work();
  } catch (error) {
    const isSilent = error instanceof WrongUsage || error instanceof Interrupted;
    if (error instanceof Failure && !isSilent) {
      const { jsonBytes, problemJson } = await import('./render/json.js');
      const problems = error.problems.map(problemJson);
      const document = jsonBytes({ schema: 'qemu-downtime/lint@1', results: [], problems });
      for (const { path } of outputs.filter(({ format }) => format === 'json')) writeResult(document, path);
    }
    throw error;
  }
}
