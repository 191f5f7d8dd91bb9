import type { PortOutcome } from '../documents/port.js';
import { portOnto } from '../library/port-recipes.js';
import { eventChanges } from '../port/event-changes.js';
import type { RecipesPlan } from '../port/plan-recipes.js';
import type { Plan } from '../port/port-result.js';
import { fileChanges } from '../port/tree-texts.js';
import { printableLine } from '../problem/printable.js';
import { amountText } from '../provenance/amount.js';
import { fixText } from '../provenance/note.js';
import { addedCalls, carriedFixes, countCalls } from '../provenance/port-facts.js';
import { conclude, type PortCommandOptions, requestOf, writeReport } from './port-command.js';
import { orDocument } from './refusal-document.js';
import { colours } from './render/colour.js';
import { PLANNED_LINES, verdictTable } from './render/verdict-table.js';
import { orHintAtRevisions } from './repository-hint.js';
import { tell } from './result.js';
import { type Terminal, terminalAt } from './terminal.js';

/** The options of `apply`. */
export interface ApplyOptions extends PortCommandOptions {
  readonly fixes?: boolean;
}

/**
 * `qemu-downtime apply [TREE]`: ports a recipe into a folder, all or nothing.
 * @returns the exit code
 */
export async function apply(folder: string, options: ApplyOptions): Promise<number> {
  const outcome = await orDocument('apply', folder, options, async () =>
    orHintAtRevisions(options.check ? 'lint' : 'apply', folder, async () =>
      portOnto(folder, await requestOf(folder, options), options.fixes ?? false),
    ),
  );
  await show(outcome, options);
  return conclude(outcome, options);
}

async function show(outcome: PortOutcome<RecipesPlan>, options: ApplyOptions): Promise<void> {
  const { plan } = outcome;
  if (options.format === 'json') {
    const { applyDocument } = await import('../documents/apply.js');
    const { jsonBytes } = await import('./render/json.js');
    writeReport(jsonBytes(applyDocument(outcome, options)), outcome, options);
    return;
  }
  const asDiff = options.format === 'diff' || options.dryRun === true;
  const text = Buffer.from(describe(outcome, options, terminalAt(asDiff ? 'stderr' : 'stdout')));
  if (!asDiff) {
    writeReport(text, outcome, options);
    return;
  }
  const { unifiedDiff } = await import('../patch/unified-diff.js');
  writeReport(Buffer.from(unifiedDiff(plan.files), 'latin1'), outcome, options);
  // The diff is the result; the table only accompanies it, and is what a terminal shows in the end.
  tell(text.toString());
}

/** The tables with their headings and what came of it. @param stream where it goes, unless to a file */
function describe(outcome: PortOutcome<RecipesPlan>, options: ApplyOptions, stream: Terminal): string {
  const onTerminal = options.output === undefined && stream.isTTY;
  const isPlan = isPlanned(outcome);
  const style = {
    isPlan,
    colour: colours(options.color, onTerminal),
    columns: onTerminal ? stream.columns : undefined,
  };
  const tables = outcome.plan.plans.map((plan) => {
    const { recipe, verdicts, files } = plan;
    const table = verdictTable(recipe, verdicts, eventChanges(recipe, files), style);
    const fixes = options.fixes ? carriedFixes(recipe, verdicts) : [];
    const fixLines = fixes.map((fix) => `fixes: ${fixText(fix)}\n`).join('');
    const lines = isPlan ? `; ${PLANNED_LINES}` : '';
    return `${printableLine(heading(outcome, plan))}${lines}\n${fixLines}${table}`;
  });
  return `${tables.join('')}${summary(outcome, options)}`;
}

/** Whether something would be written and is not. */
function isPlanned({ plan, written }: PortOutcome<RecipesPlan>): boolean {
  return !written && plan.problems.length === 0 && fileChanges(plan.files).length > 0;
}

function heading({ folder, version }: PortOutcome<RecipesPlan>, { recipe }: Plan): string {
  return `${folder}: QEMU ${version ?? 'of unknown version'}, ${recipe.name} (upstream ${recipe.commit.slice(0, 10)})`;
}

function summary({ plan, written, commit }: PortOutcome<RecipesPlan>, options: ApplyOptions): string {
  if (plan.problems.length > 0) return '';
  const paths = fileChanges(plan.files).map(({ path }) => path);
  if (paths.length === 0) return 'nothing to do\n';
  const amount = amountText(countCalls(plan.plans.flatMap(addedCalls)), paths);
  if (commit) return `${amount}, committed as ${commit}\n`;
  if (written) return `${amount} written\n`;
  return options.check ? `missing: ${amount}\n` : `${amount}; dry run, nothing written\n`;
}
