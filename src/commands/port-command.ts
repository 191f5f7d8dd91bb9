import type { AnyRecipe } from '../catalogue/any-recipe.js';
import type { FilePlan } from '../port/port-result.js';
import { fileChanges } from '../port/tree-texts.js';
import { type Problem, problemText } from '../problem/problem.js';
import { usageProblems } from '../problem/usage-problems.js';
import type { FolderTree } from '../tree/folder-tree.js';
import { requireOneLayout } from '../tree/layout.js';
import { exitCode } from './exit-code.js';
import { readyParser } from './ready-parser.js';
import { colours } from './render/colour.js';
import { printable } from './render/printable.js';
import { requireOutput, tell, writeResult } from './result.js';
import { selectNames, selectRecipes } from './select.js';
import { terminalAt } from './terminal.js';

/** What `apply` and `revert` have in common on the command line. */
export interface PortCommandOptions {
  readonly dryRun?: boolean;
  readonly check?: boolean;
  readonly only?: readonly string[];
  readonly recipe?: string;
  readonly commit?: boolean;
  readonly signoff?: boolean;
  readonly format: 'text' | 'json' | 'diff';
  readonly output?: string;
  readonly color: 'auto' | 'always' | 'never';
}

/** A tree that a command is about to port onto or back. */
interface OpenedPort {
  /** In upstream's order. */
  readonly recipes: readonly AnyRecipe[];
  readonly selected: (name: string) => boolean;
  /** Neither a dry run nor a check. */
  readonly writes: boolean;
  readonly tree: FolderTree;
}

/**
 * Opens the tree for `apply` or `revert`, after everything that can be wrong with the options.
 * @throws Failure for wrong usage, a tree that is none, an output that cannot be written
 */
export async function openPort(folder: string, options: PortCommandOptions): Promise<OpenedPort> {
  checkPortOptions(options);
  const recipes = selectRecipes(options.recipe);
  const selected = selectNames(recipes, options.only ?? []);
  if (options.commit && recipes.length > 1) throw usageProblems.oneCommit(recipes.map(({ name }) => name));
  requireOutput(options.output, folder);
  await readyParser();
  const writes = !options.dryRun && !options.check;
  if (writes) {
    const { recoverTree } = await import('../tree/write/recover.js');
    await recoverTree(folder);
  }
  const { openFolderTree } = await import('../tree/folder-tree.js');
  const tree = openFolderTree(folder);
  requireOneLayout(folder, tree.layout, (path) => tree.has(path));
  return { recipes, selected, writes, tree };
}

/** What became of a tree, for the result of a command. */
export interface PortOutcome<Planned> {
  readonly folder: string;
  readonly root: string;
  readonly version: string | null;
  readonly recipes: readonly AnyRecipe[];
  readonly plan: Planned;
  readonly written: boolean;
  readonly commit: string | undefined;
}

/** Writes what a command has to say. Where that fails, the message says what became of the tree. */
export function writeReport(
  bytes: Buffer,
  { written, commit }: PortOutcome<unknown>,
  options: PortCommandOptions,
): void {
  const where = commit === undefined ? '' : `, in commit ${commit}`;
  const state = written
    ? `the tree was changed completely${where}; only the report could not be written`
    : 'the tree was not changed; the result is not whole';
  writeResult(bytes, options.output, state);
}

/** What a plan to write has in common, whichever way it goes. */
interface Writable {
  readonly files: readonly FilePlan[];
  readonly problems: readonly Problem[];
}

/** What a command says about a commit. */
interface CommitWords {
  readonly message: () => Promise<{
    message: string;
    author?: { name: string; email: string; date: string } | undefined;
  }>;
  /** The command that takes back what this one does. */
  readonly undo: 'apply' | 'revert';
}

/** Writes what a plan changes, unless it is refused or nothing is to be written. */
export async function carryOut<Planned extends Writable>(
  folder: string,
  opened: OpenedPort,
  plan: Planned,
  options: PortCommandOptions,
  { message, undo }: CommitWords,
): Promise<PortOutcome<Planned>> {
  const { recipes, tree, writes } = opened;
  const acts = writes && plan.problems.length === 0;
  const commit = acts ? await writePlan(tree.root, plan.files, options, { message, undo }) : undefined;
  const written = acts && fileChanges(plan.files).length > 0;
  return { folder, root: tree.root, version: tree.version, recipes, plan, written, commit };
}

/** The exit code of an outcome; a refusal is told on stderr. */
export function conclude({ plan }: PortOutcome<Writable>, options: PortCommandOptions): number {
  if (plan.problems.length > 0) return showRefusal(plan.problems, options.color);
  return options.check && fileChanges(plan.files).length > 0 ? exitCode.findings : exitCode.done;
}

/** @throws WrongUsage for options that contradict each other */
export function checkPortOptions(options: PortCommandOptions): void {
  if (options.dryRun && options.check)
    throw usageProblems.together(
      '--dry-run',
      '--check',
      'one shows the change, the other tells whether there is one',
    );
  if (options.commit && options.dryRun)
    throw usageProblems.together('--commit', '--dry-run', 'a dry run commits nothing');
  if (options.commit && options.check)
    throw usageProblems.together('--commit', '--check', 'a check commits nothing');
  if (options.signoff && !options.commit) throw usageProblems.needs('--signoff', '--commit');
}

/** Writes the planned files, as a commit where asked. Returns the new commit's id. */
async function writePlan(
  root: string,
  files: readonly FilePlan[],
  options: PortCommandOptions,
  { message, undo }: CommitWords,
): Promise<string | undefined> {
  const changes = fileChanges(files);
  if (changes.length === 0) {
    if (options.commit) {
      const { requireCommitted } = await import('../git/uncommitted.js');
      const present = files.map(({ path, before }) => ({ path, before: Buffer.from(before, 'latin1') }));
      await requireCommitted(root, present, undo);
    }
    return undefined;
  }
  if (options.commit) {
    const { commitFiles } = await import('../git/commit-files.js');
    const text = await message();
    const result = await commitFiles({ root, changes, ...text, signoff: options.signoff ?? false });
    if (result.unsigned) tell('note: commits made here are never signed');
    return result.commit;
  }
  const { writeFiles } = await import('../tree/write/write-files.js');
  await writeFiles(root, changes);
  return undefined;
}

/** Shows problems on stderr, with the exit code of a refusal. */
function showRefusal(problems: readonly Problem[], color: PortCommandOptions['color']): number {
  const paint = colours(color, terminalAt('stderr').isTTY);
  const lines = problems.map((problem) => printable(problemText(problem)));
  tell(`${paint.bad('refused')}, nothing was written\n${lines.join('\n')}`);
  return exitCode.refused;
}
