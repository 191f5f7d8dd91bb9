import { planPort } from '../port/plan.js';
import type { Plan } from '../port/port-result.js';
import { carryOut, conclude, openPort, type PortCommandOptions, type PortOutcome } from './port-command.js';
import { colours } from './render/colour.js';
import { printable } from './render/printable.js';
import { verdictTable } from './render/verdict-table.js';
import { tell, writeResult } from './result.js';
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
  const opened = await openPort(folder, options);
  const { recipe, selected, tree } = opened;
  const plan = planPort(treeTexts(tree), recipe, { selected, fixes: options.fixes ?? false });
  for (const note of plan.notes) tell(`note: ${printable(note)}`);
  const outcome = await carryOut(folder, opened, plan, options, async () => {
    const { commitMessage } = await import('./commit-message.js');
    return commitMessage(tree.root, plan);
  });
  await show(outcome, options);
  return conclude(outcome, options);
}

async function show(outcome: PortOutcome<Plan>, options: ApplyOptions): Promise<void> {
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

function heading({ folder, version, plan }: PortOutcome<Plan>): string {
  return `${folder}: QEMU ${version ?? 'of unknown version'}, ${plan.recipe.name} (upstream ${plan.recipe.commit.slice(0, 10)})`;
}

function summary({ plan, written, commit }: PortOutcome<Plan>, options: ApplyOptions): string {
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
