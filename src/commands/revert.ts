import type { PortOutcome } from '../documents/port.js';
import { takeOut } from '../library/port-recipes.js';
import type { RecipesRevert } from '../port/revert-recipes.js';
import { fileChanges } from '../port/tree-texts.js';
import { printableLine } from '../problem/printable.js';
import { amountText } from '../provenance/amount.js';
import { countCalls } from '../provenance/port-facts.js';
import { conclude, type PortCommandOptions, requestOf, writeReport } from './port-command.js';
import { orDocument } from './refusal-document.js';
import { tell } from './result.js';

/**
 * `qemu-downtime revert [TREE]`: takes out what `apply` put in, by the tree alone.
 * @returns the exit code
 */
export async function revert(folder: string, options: PortCommandOptions): Promise<number> {
  const outcome = await orDocument('revert', folder, options, async () =>
    takeOut(folder, await requestOf(folder, options)),
  );
  if (options.format === 'json') {
    const { revertDocument } = await import('../documents/revert.js');
    const { jsonBytes } = await import('./render/json.js');
    writeReport(jsonBytes(revertDocument(outcome, options.dryRun ?? false)), outcome, options);
  } else if (options.format === 'diff' || options.dryRun) {
    const { unifiedDiff } = await import('../patch/unified-diff.js');
    writeReport(Buffer.from(unifiedDiff(outcome.plan.files), 'latin1'), outcome, options);
    tell(describe(outcome));
  } else {
    writeReport(Buffer.from(describe(outcome)), outcome, options);
  }
  return conclude(outcome, options);
}

function describe({ folder, recipes, plan, written, commit }: PortOutcome<RecipesRevert>): string {
  if (plan.problems.length > 0) return '';
  const paths = fileChanges(plan.files).map(({ path }) => path);
  const what = recipes.every(({ kind }) => kind === 'checkpoints') ? 'no checkpoints' : 'nothing';
  if (paths.length === 0) return `${printableLine(folder)}: ${what} to take out\n`;
  const removed = plan.plans.flatMap((one) => one.plan.removed);
  const amount = amountText(countCalls(removed), paths);
  const done = commit ? `taken out, committed as ${commit}` : written ? 'taken out' : 'would be taken out';
  return `${printableLine(folder)}\n${table(removed)}${amount} ${done}\n`;
}

/** One line a call, the name on the first of a checkpoint. */
function table(removed: RecipesRevert['plans'][number]['plan']['removed']): string {
  const rows = removed.flatMap(({ name, sites }) =>
    sites.map(
      (site, index) => [index === 0 ? name : '', `${site.file}:${site.line}`, site.function] as const,
    ),
  );
  const names = Math.max(...rows.map(([name]) => name.length));
  const places = Math.max(...rows.map(([, place]) => place.length));
  return rows
    .map(([name, place, fn]) => `  ${name.padEnd(names)}  ${place.padEnd(places)}  ${fn}\n`)
    .join('');
}
