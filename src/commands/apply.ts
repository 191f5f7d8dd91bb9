import { planPort } from '../port/plan.js';
import type { Plan } from '../port/port-result.js';
import { exitCode } from './exit-code.js';
import { checkPortOptions, type PortCommandOptions, showRefusal, writePlan } from './port-command.js';
import { colours } from './render/colour.js';
import { printable } from './render/printable.js';
import { verdictTable } from './render/verdict-table.js';
import { requireOutput, tell, writeResult } from './result.js';
import { selectCheckpoints, selectRecipe } from './select.js';
import { fileChanges, treeTexts } from './tree-texts.js';

/** The options of `apply`. */
export interface ApplyOptions extends PortCommandOptions {
  readonly fixes?: boolean;
}

/**
 * `qemu-downtime apply [TREE]`: ports a recipe into a folder, all or nothing.
 * @returns the exit code
 */
export async function apply(folder: string, options: ApplyOptions): Promise<number> {
  checkPortOptions(options);
  const recipe = selectRecipe(options.recipe);
  const selected = selectCheckpoints(recipe, options.only ?? []);
  requireOutput(options.output);
  const writes = !options.dryRun && !options.check;
  if (writes) {
    const { recoverTree } = await import('../tree/write/recover.js');
    await recoverTree(folder);
  }
  const { openFolderTree } = await import('../tree/folder-tree.js');
  const tree = openFolderTree(folder);
  const plan = planPort(treeTexts(tree), recipe, { selected, fixes: options.fixes ?? false });
  for (const note of plan.notes) tell(`note: ${printable(note)}`);

  const refused = plan.problems.length > 0;
  const changes = !refused && fileChanges(plan.files).length > 0;
  let commit: string | undefined;
  if (writes && !refused) {
    commit = await writePlan(tree.root, plan.files, options, async () => {
      const { commitMessage } = await import('./commit-message.js');
      return commitMessage(tree.root, plan);
    });
  }
  const written = writes && changes;
  await show({ folder, root: tree.root, version: tree.version, plan, written, commit }, options);
  if (refused) return showRefusal(plan.problems, options.color);
  return options.check && changes ? exitCode.findings : exitCode.done;
}

interface Outcome {
  readonly folder: string;
  readonly root: string;
  readonly version: string | null;
  readonly plan: Plan;
  readonly written: boolean;
  readonly commit: string | undefined;
}

async function show(outcome: Outcome, options: ApplyOptions): Promise<void> {
  const { plan } = outcome;
  if (options.format === 'json') {
    const { applyDocument } = await import('./render/apply-document.js');
    writeResult(applyDocument(outcome, options.dryRun ?? false), options.output);
    return;
  }
  const asDiff = options.format === 'diff' || options.dryRun === true;
  const onTerminal =
    options.output === undefined && (asDiff ? process.stderr.isTTY : process.stdout.isTTY) === true;
  const table = verdictTable(plan.recipe, plan.verdicts, colours(options.color, onTerminal));
  const text = `${printable(heading(outcome))}\n${table}${summary(outcome, options)}`;
  if (!asDiff) {
    writeResult(Buffer.from(text), options.output);
    return;
  }
  // The diff is the result; the table only accompanies it.
  tell(text);
  const { unifiedDiff } = await import('./render/unified-diff.js');
  writeResult(Buffer.from(unifiedDiff(plan.files), 'latin1'), options.output);
}

function heading({ folder, version, plan }: Outcome): string {
  return `${folder}: QEMU ${version ?? 'of unknown version'}, ${plan.recipe.name} (upstream ${plan.recipe.commit.slice(0, 10)})`;
}

function summary({ plan, written, commit }: Outcome, options: ApplyOptions): string {
  if (plan.problems.length > 0) return '';
  const changed = fileChanges(plan.files).length;
  if (changed === 0) return 'nothing to do\n';
  const calls = plan.verdicts
    .filter((verdict) => ['inserted', 'replaced', 'moved'].includes(verdict.status))
    .reduce((sum, verdict) => sum + verdict.sites.length, 0);
  const files = `${changed} file${changed === 1 ? '' : 's'}`;
  if (commit) return `${calls} calls in ${files}, committed as ${commit}\n`;
  if (written) return `${calls} calls in ${files} written\n`;
  return options.check
    ? `${calls} calls in ${files} missing\n`
    : `${calls} calls in ${files}; dry run, nothing written\n`;
}
