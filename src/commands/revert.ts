import type { PortOutcome } from '../documents/port.js';
import { takeOut } from '../library/port-recipes.js';
import { eventChanges } from '../port/event-changes.js';
import type { RecipesRevert } from '../port/revert-recipes.js';
import { fileChanges } from '../port/tree-texts.js';
import { printableLine } from '../problem/printable.js';
import { amountText } from '../provenance/amount.js';
import { countCalls } from '../provenance/port-facts.js';
import { conclude, type PortCommandOptions, requestOf, writeReport } from './port-command.js';
import { orDocument } from './refusal-document.js';
import { type Colours, colours } from './render/colour.js';
import { eventRows } from './render/verdict-table.js';
import { orHintAtRevisions } from './repository-hint.js';
import { tell } from './result.js';
import { type Terminal, terminalAt } from './terminal.js';

/**
 * `qemu-downtime revert [TREE]`: takes out what `apply` put in, by the tree alone.
 * @returns the exit code
 */
export async function revert(folder: string, options: PortCommandOptions): Promise<number> {
  const outcome = await orDocument('revert', folder, options, async () =>
    orHintAtRevisions('revert', folder, async () => takeOut(folder, await requestOf(folder, options))),
  );
  if (options.format === 'json') {
    const { revertDocument } = await import('../documents/revert.js');
    const { jsonBytes } = await import('./render/json.js');
    writeReport(jsonBytes(revertDocument(outcome, options.dryRun ?? false)), outcome, options);
  } else if (options.format === 'diff' || options.dryRun) {
    const { unifiedDiff } = await import('../patch/unified-diff.js');
    writeReport(Buffer.from(unifiedDiff(outcome.plan.files), 'latin1'), outcome, options);
    tell(describe(outcome, options, terminalAt('stderr')));
  } else {
    writeReport(Buffer.from(describe(outcome, options, terminalAt('stdout'))), outcome, options);
  }
  return conclude(outcome, options);
}

function describe(
  outcome: PortOutcome<RecipesRevert>,
  { color, output }: PortCommandOptions,
  stream: Terminal,
): string {
  const { folder, recipes, plan, written, commit } = outcome;
  if (plan.problems.length > 0) return '';
  const paths = fileChanges(plan.files).map(({ path }) => path);
  const what = recipes.every(({ kind }) => kind === 'checkpoints') ? 'no checkpoints' : 'nothing';
  if (paths.length === 0) return `${printableLine(folder)}: ${what} to take out\n`;
  const paint = colours(color, output === undefined && stream.isTTY);
  const tables = plan.plans.map((one) => table(one, written ? DONE : PLANNED, paint));
  const amount = amountText(countCalls(plan.plans.flatMap((one) => one.plan.removed)), paths);
  const done = commit ? `taken out, committed as ${commit}` : written ? 'taken out' : 'would be taken out';
  return `${printableLine(folder)}: lines as before the change\n${tables.join('')}${amount} ${done}\n`;
}

/** What becomes of calls. */
const DONE = { removed: 'removed', renamed: 'renamed back' };
const PLANNED: typeof DONE = { removed: 'remove', renamed: 'rename back' };

/** One line a call, the name and what becomes of it on the first of a checkpoint; then the events. */
function table({ recipe, plan }: RecipesRevert['plans'][number], words: typeof DONE, paint: Colours): string {
  const rows = plan.removed.flatMap(({ name, sites }) =>
    sites.map(({ file, line, function: fn, written }, index) => {
      const word = written === 'rename' ? words.renamed : words.removed;
      return [index === 0 ? name : '', index === 0 ? word : '', `${file}:${line}`, fn] as const;
    }),
  );
  const [names, done, places] = ([0, 1, 2] as const).map((column) =>
    Math.max(0, ...rows.map((row) => row[column].length)),
  ) as [number, number, number];
  const lines = rows.map(
    ([name, word, place, fn]) =>
      `  ${name.padEnd(names)}  ${paint.good(word.padEnd(done))}  ${place.padEnd(places)}  ${fn}`,
  );
  lines.push(...eventRows(eventChanges(recipe, plan.files), names + 2, paint));
  return lines.map((line) => `${line}\n`).join('');
}
