import type { AnyRecipe } from '../../catalogue/any-recipe.js';
import { partsOf } from '../../catalogue/recipe-parts.js';
import type { EventChange } from '../../port/event-changes.js';
import type { Status, Verdict } from '../../port/port-result.js';
import type { Colours } from './colour.js';

/** How a table is shown. */
export interface TableStyle {
  readonly colour: Colours;
  /** Columns of the terminal; without it lines are as long as they are. */
  readonly columns?: number | undefined;
  /** Nothing was written: the words say what would be done. */
  readonly isPlan?: boolean;
}

/** What a plan calls that which a port calls done. */
const PLANNED: Readonly<Partial<Record<Status, string>>> = {
  inserted: 'insert',
  replaced: 'replace',
  moved: 'move',
};

/** What is said of the lines in a table of what would be done. */
export const PLANNED_LINES = 'lines as after the change';

/** The words of what changes, or would. */
const CHANGED = Object.entries(PLANNED).flat();

/** Columns that a reason needs beside a place; with fewer it gets a line of its own. */
const REASON_ROOM = 24;

/** The table of a port: one line a call, the name and status on the first of a checkpoint; then the events. */
export function verdictTable(
  recipe: AnyRecipe,
  verdicts: readonly Verdict[],
  events: readonly EventChange[],
  { colour, columns, isPlan = false }: TableStyle,
): string {
  const rows = verdicts.flatMap((verdict) => rowsOf(verdict, isPlan));
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const room = columns === undefined ? Infinity : columns - widths.reduce((sum, width) => sum + width + 2, 2);
  const narrow = columns !== undefined && room < REASON_ROOM;
  const lines: string[] = [];
  const parts = partsOf(recipe);
  let side = '';
  for (const row of rows) {
    const [name = '', status = '', place = '', fn = '', why = ''] = row;
    const own = parts.find((one) => one.name === name)?.side;
    if (own !== undefined && own !== side) {
      side = own;
      lines.push(colour.strong(side));
    }
    const paint = status === 'unplaced' ? colour.bad : CHANGED.includes(status) ? colour.good : colour.dim;
    if (narrow) {
      if (name !== '') lines.push(`  ${name.padEnd(widths[0] ?? 0)}  ${paint(status)}`);
      if (place !== '') lines.push(`    ${cut(`${place}  ${fn}`, columns - 4)}`);
      if (why !== '') lines.push(`      ${colour.dim(cut(why, columns - 6))}`);
      continue;
    }
    const cells = [
      name.padEnd(widths[0] ?? 0),
      paint(status.padEnd(widths[1] ?? 0)),
      place.padEnd(widths[2] ?? 0),
      fn.padEnd(widths[3] ?? 0),
      colour.dim(cut(why, room)),
    ];
    lines.push(`  ${cells.join('  ').trimEnd()}`);
  }
  lines.push(...eventRows(events, (widths[0] ?? 0) + 2, colour));
  return `${lines.join('\n')}\n`;
}

/** A line an event. @param width of what stands before */
export function eventRows(events: readonly EventChange[], width: number, colour: Colours): string[] {
  return events.map(({ sign, name }, index) => {
    const label = index === 0 ? 'trace-events' : '';
    return `${label.padEnd(width)}  ${colour.good(`${sign} ${name}`)}`;
  });
}

/** Text that fits, with a sign where something is missing. */
function cut(text: string, room: number): string {
  if (text.length <= room) return text;
  return room < 1 ? '' : `${text.slice(0, room - 1).trimEnd()}…`;
}

function rowsOf(verdict: Verdict, isPlan: boolean): string[][] {
  const status = (isPlan ? PLANNED[verdict.status] : undefined) ?? verdict.status;
  if (verdict.sites.length === 0) return [[verdict.name, status, '', '', verdict.reason ?? '']];
  return verdict.sites.map((site, index) => [
    index === 0 ? verdict.name : '',
    index === 0 ? status : '',
    `${site.file}:${site.line}`,
    site.function,
    site.why,
  ]);
}
