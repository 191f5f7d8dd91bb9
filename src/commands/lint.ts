import type { AnyRecipe } from '../catalogue/any-recipe.js';
import { ruleSettings } from '../library/rule-settings.js';
import { selectRecipes } from '../library/select.js';
import { lintTree } from '../lint/lint-tree.js';
import { isAsGrave, type Settings } from '../lint/settings.js';
import { treeTexts } from '../port/tree-texts.js';
import { printable, printableLine } from '../problem/printable.js';
import { problemText } from '../problem/problem.js';
import { rivalSources } from '../tree/layout.js';
import { exitCode } from './exit-code.js';
import { explain } from './lint-explain.js';
import {
  type LintOptions,
  type LintTarget,
  lintOutputs,
  lintTarget,
  pathPrefix,
  readBaseline,
} from './lint-options.js';
import { type Linted, orFailureDocument, writeLinted } from './lint-reports.js';
import { readyParser } from './ready-parser.js';
import { orHintAtRevisions } from './repository-hint.js';
import { requireOutput, tell } from './result.js';
import { revisionsProgress } from './revisions-progress.js';

/**
 * `qemu-downtime lint [TREE]`: says what is wrong with the checkpoints of a tree, or of revisions.
 * @returns the exit code
 */
export async function lint(folder: string, options: LintOptions): Promise<number> {
  if (options.explain !== undefined) return explain(options.explain, options);
  const target = lintTarget(folder, options);
  const recipes = selectRecipes(options.recipe);
  const settings: Settings = {
    severities: ruleSettings(options.rule, recipes),
    baseline: readBaseline(options.baseline),
  };
  const outputs = lintOutputs(options);
  const prefix = pathPrefix(options.pathPrefix);
  for (const { path } of outputs) requireOutput(path, target.folder);
  requireOutput(options.writeBaseline, target.folder, '--write-baseline');
  const linted = await orFailureDocument(outputs, options, () => lintAll(target, options, recipes, settings));
  writeLinted(linted, outputs, { baseline: settings.baseline, prefix }, options);
  return codeOf(linted, options);
}

function codeOf({ results, refused }: Linted, { failOn, writeBaseline }: LintOptions): number {
  if (refused.length > 0) return Math.max(...refused.map((one) => one.exitCode));
  const isBad = results.some(({ findings }) => findings.some(({ severity }) => isAsGrave(severity, failOn)));
  return isBad && writeBaseline === undefined ? exitCode.findings : exitCode.done;
}

async function lintAll(
  target: LintTarget,
  options: LintOptions,
  recipes: readonly AnyRecipe[],
  settings: Settings,
): Promise<Linted> {
  await readyParser();
  return target.kind === 'folder'
    ? orHintAtRevisions(options.fix ? 'apply' : 'lint', target.folder, () =>
        lintFolder(target.folder, options, recipes, settings),
      )
    : lintRevisions(target.folder, target.texts, options, recipes, settings);
}

async function lintFolder(
  folder: string,
  options: LintOptions,
  recipes: readonly AnyRecipe[],
  settings: Settings,
): Promise<Linted> {
  const mended = options.fix ? await (await import('./lint-fix.js')).mend(folder, options) : undefined;
  const { openFolderTree } = await import('../tree/folder-tree.js');
  const tree = openFolderTree(folder);
  const rivals = rivalSources(tree.layout, (path) => tree.has(path));
  const texts = mended?.planned?.texts ?? treeTexts(tree);
  const subject = { tree: folder, version: tree.version, texts, rivals };
  const result = lintTree(subject, recipes, settings);
  if (mended) tell(printable(mended.note(result.findings)));
  return {
    // What kept --fix from mending, it has said by itself.
    results: [options.fix ? { ...result, wrongCalls: [] } : result],
    refused: [],
    mended: mended?.written ?? false,
    diff: mended?.planned?.diff,
  };
}

async function lintRevisions(
  repository: string,
  texts: readonly string[],
  { quiet }: LintOptions,
  recipes: readonly AnyRecipe[],
  settings: Settings,
): Promise<Linted> {
  const { lintEachRevision } = await import('../library/lint-revisions.js');
  const watch = revisionsProgress(quiet ?? false);
  const results: Linted['results'][number][] = [];
  const refused: Linted['refused'][number][] = [];
  for await (const one of lintEachRevision(repository, texts, recipes, settings, watch)) {
    if ('result' in one) {
      results.push(one.result);
      continue;
    }
    const { revision, failure } = one;
    const told = failure.problems.map(problemText);
    tell(`${printableLine(revision)}: not linted\n${told.join('\n')}`);
    refused.push({ revision, problems: failure.problems, exitCode: failure.exitCode });
  }
  return { results, refused, mended: false, diff: undefined };
}
