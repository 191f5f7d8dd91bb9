import { counted } from '../../../counted.js';
import { printableLine } from '../../../problem/printable.js';
import { durationText } from '../../../report/duration.js';
import type { Report } from '../../../report/model.js';
import type { Change, Figure, RunsSummary } from '../../../report/runs-model.js';
import { KIND_TEXT } from '../../../report/wording.js';
import type { Look } from './reporter.js';
import { type Column, leftText, type TableText, table } from './text-table.js';

/** Many runs: each figure's median and range, and with a baseline how it changed; totals and phases, then the devices. */
export function runsLines(runs: RunsSummary, report: Report, look: Look): string[] {
  const { comparison, top } = report;
  const { colours } = look;
  const done = runs.runs.filter(({ outcome }) => outcome === 'completed').length;
  const kinds = [...new Set(runs.figures.map(({ of }) => of))];
  const byKind = kinds.map((kind) => {
    const all = runs.figures.filter(({ of }) => of === kind);
    return { kind, all, figures: shownFigures(all, top) };
  });
  const head = [
    `${counted(done, 'run')} completed`,
    ...(['incomplete', 'unpaired', 'no-event'] as const).flatMap((outcome) => {
      const count = runs.runs.filter((run) => run.outcome === outcome).length;
      return count > 0 ? [`${count} ${LEFT_OUT[outcome]} and left out`] : [];
    }),
  ].join(', ');
  const tables = byKind.map(({ kind, figures }) => ({ kind, tables: figureTables(figures, report, look) }));
  const left = tables.flatMap((one) => one.tables.flatMap((table) => table.left));
  const hidden = byKind.reduce((sum, { all, figures }) => sum + all.length - figures.length, 0);
  return [
    colours.strong(comparison ? `${head}; against ${printableLine(comparison.baseline)}` : head),
    ...tables.flatMap((one) => [
      ...(kinds.length > 1 ? [colours.strong(KIND_TEXT[one.kind])] : []),
      ...one.tables.flatMap(({ lines }, index) => (index > 0 ? ['', ...lines] : lines)),
    ]),
    ...leftText([...new Set(left)]).map(colours.dim),
    ...(hidden > 0 ? [colours.dim(`${hidden} more rows of devices; --all lists them`)] : []),
    ...(comparison ? goneLines(comparison.gone) : []),
  ];
}

const LEFT_OUT = {
  incomplete: 'incomplete',
  unpaired: 'unpaired',
  'no-event': 'without a downtime event',
} as const;

/** One table for totals and phases, one for devices: a device is told by more than a name. */
function figureTables(
  figures: readonly Figure[],
  { comparison }: Report,
  { colours, width, room }: Look,
): TableText[] {
  const changes = new Map(comparison?.changes.map((change) => [change.figure.id, change]));
  const cellsOf = (figure: Figure): string[] => [
    countText(figure),
    durationText(figure.statistics.median),
    durationText(figure.statistics.p95),
    durationText(figure.statistics.most),
    figure.statistics.spread === null ? '' : durationText(figure.statistics.spread),
    ...(comparison ? changeCells(changes.get(figure.id)) : []),
  ];
  const devices = figures.filter(({ kind }) => kind === 'device');
  const others = figures.filter(({ kind }) => kind !== 'device');
  const most = Math.min(44, Math.max(24, width - (comparison ? 60 : 56)));
  const columns = [...COLUMNS, ...(comparison ? CHANGES : [])];
  const made = (names: readonly Column[], rows: readonly (readonly string[])[]): TableText[] =>
    rows.length === 0 ? [] : [table([...names, ...columns], rows, colours.strong, room)];
  return [
    ...made(
      [{ title: '', align: 'left' }],
      others.map((figure) => [labelOf(figure), ...cellsOf(figure)]),
    ),
    ...made(
      deviceColumns(devices, most),
      devices.map((figure) => [
        ...[VERB[figure.side ?? 'between'], printableLine(figure.name), sectionOf(figure)],
        ...cellsOf(figure),
      ]),
    ),
  ];
}

const VERB = { source: 'save', destination: 'load', between: '' } as const;

/** The section leaves first where the terminal is narrow, unless it alone tells two rows from each other. */
function deviceColumns(devices: readonly Figure[], most: number): Column[] {
  const named = new Set(devices.map(({ side, name }) => JSON.stringify([side, name])));
  const section = { title: 'section', align: 'left' } as const;
  return [
    { title: 'row', align: 'left' },
    { title: 'device', align: 'left', most },
    named.size < devices.length ? section : { ...section, leaves: 0 },
  ];
}

/** A figure of a device has it in its id, before the name. */
function sectionOf({ id }: Figure): string {
  return / device (?:save|load) (\S+) /.exec(id)?.[1] ?? '';
}

const COLUMNS: readonly Column[] = [
  { title: 'runs', align: 'right', leaves: 4 },
  { title: 'median', align: 'right' },
  { title: 'p95', align: 'right', leaves: 1 },
  { title: 'max', align: 'right', leaves: 3 },
  { title: 'spread', align: 'right', leaves: 2 },
];

const CHANGES: readonly Column[] = [
  { title: 'before', align: 'right' },
  { title: 'change', align: 'right' },
  { title: 'beyond the spread', align: 'left' },
];

function changeCells(change: Change | undefined): string[] {
  if (!change) return ['', '', 'not in the baseline'];
  const sign = change.change > 0 ? '+' : '';
  const part = change.ratio === null ? '' : ` (${sign}${(change.ratio * 100).toFixed(1)} %)`;
  const exceeds =
    change.exceedsSpread === null ? 'unknown, a single run' : change.exceedsSpread ? 'yes' : 'no';
  return [durationText(change.before.median), `${sign}${durationText(change.change)}${part}`, exceeds];
}

/** With how many completed runs do not have it. */
function countText({ statistics: { count }, leftOut }: Figure): string {
  return leftOut > 0 ? `${count} of ${count + leftOut}` : String(count);
}

/** What only the baseline has. */
function goneLines(gone: readonly string[]): string[] {
  if (gone.length === 0) return [];
  const told = gone.slice(0, 5).map(printableLine).join(', ');
  const more = gone.length > 5 ? ` and ${gone.length - 5} more` : '';
  return [`only in the baseline: ${told}${more}`];
}

function labelOf({ kind, side, name }: Figure): string {
  return kind === 'phase' ? `${side}: ${name}` : name;
}

/** Totals and phases, and the devices with the longest medians. */
function shownFigures(figures: readonly Figure[], top: number | null): readonly Figure[] {
  if (top === null) return figures;
  const devices = figures
    .filter(({ kind }) => kind === 'device')
    .sort((one, other) => other.statistics.median - one.statistics.median);
  return [...figures.filter(({ kind }) => kind !== 'device'), ...devices.slice(0, top)];
}
