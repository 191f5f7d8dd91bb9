import { printableLine } from '../../../problem/printable.js';
import { durationText } from '../../../report/duration.js';
import type { Report } from '../../../report/model.js';
import type { Change, Figure, RunsSummary } from '../../../report/runs-model.js';
import { KIND_TEXT } from '../../../report/wording.js';
import type { Look } from './reporter.js';
import { type Column, leftText, table } from './text-table.js';

/** Many runs: each figure's median and range, and with a baseline how it changed. */
export function runsLines(
  runs: RunsSummary,
  { comparison, top }: Report,
  { colours, width, room }: Look,
): string[] {
  const done = runs.runs.filter(({ outcome }) => outcome === 'completed').length;
  const changes = new Map(comparison?.changes.map((change) => [change.figure.id, change]));
  const kinds = [...new Set(runs.figures.map(({ of }) => of))];
  const byKind = kinds.map((kind) => {
    const all = runs.figures.filter(({ of }) => of === kind);
    return { kind, all, figures: shownFigures(all, top) };
  });
  const rowOf = (figure: Figure): string[] => [
    printableLine(labelOf(figure)),
    countText(figure),
    durationText(figure.statistics.median),
    durationText(figure.statistics.p95),
    durationText(figure.statistics.most),
    figure.statistics.spread === null ? '' : durationText(figure.statistics.spread),
    ...(comparison ? changeCells(changes.get(figure.id)) : []),
  ];
  const head = [
    `${done} ${done === 1 ? 'run' : 'runs'} completed`,
    ...(['incomplete', 'unpaired'] as const).flatMap((outcome) => {
      const count = runs.runs.filter((run) => run.outcome === outcome).length;
      return count > 0 ? [`${count} ${outcome} and left out`] : [];
    }),
  ].join(', ');
  const tables = byKind.map(({ kind, figures }) => ({
    kind,
    ...table(columnsOf(width, comparison !== null), figures.map(rowOf), colours.strong, room),
  }));
  const hidden = byKind.reduce((sum, { all, figures }) => sum + all.length - figures.length, 0);
  return [
    colours.strong(comparison ? `${head}; against ${printableLine(comparison.baseline)}` : head),
    ...tables.flatMap(({ kind, lines }) => [
      ...(kinds.length > 1 ? [colours.strong(KIND_TEXT[kind])] : []),
      ...lines,
    ]),
    ...leftText([...new Set(tables.flatMap(({ left }) => left))]).map(colours.dim),
    ...(hidden > 0 ? [colours.dim(`${hidden} more devices; --all lists them`)] : []),
    ...(comparison ? goneLines(comparison.gone) : []),
  ];
}

/** The names take what the figures leave. */
function columnsOf(width: number, isCompared: boolean): Column[] {
  const name = {
    title: '',
    align: 'left',
    most: Math.min(44, Math.max(24, width - (isCompared ? 60 : 56))),
  } as const;
  return [name, ...COLUMNS, ...(isCompared ? CHANGES : [])];
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

/** The runs of which something is missing, and what was found in all of them, by rule. */
export function runNotes({ runs }: RunsSummary): string[] {
  const left = runs.filter(({ outcome }) => outcome !== 'completed');
  const single = runs.filter(
    ({ sides, outcome, kind }) =>
      outcome === 'completed' && sides.length === 1 && kind !== 'savevm' && kind !== 'background-snapshot',
  );
  const inexact = runs.filter(
    ({ outcome, pause, sides }) => outcome === 'completed' && sides.length === 2 && pause === null,
  );
  const counts = new Map<string, number>();
  for (const { findings } of runs)
    for (const [rule, count] of Object.entries(findings)) counts.set(rule, (counts.get(rule) ?? 0) + count);
  return [
    ...left.map(({ name, outcome, problem }) =>
      printableLine(`${outcome}: ${name}${problem === null ? '' : `: ${problem}`}`),
    ),
    ...single.map(({ name, sides }) => printableLine(`one side only: ${name} (${sides.join()}), no pause`)),
    ...inexact.map(({ name }) => printableLine(`the pause is no single number: ${name}`)),
    ...(counts.size > 0
      ? [`findings: ${[...counts].map(([rule, count]) => `${count} ${rule}`).join(', ')}`]
      : []),
  ];
}

function labelOf({ kind, side, name, id }: Figure): string {
  if (kind === 'phase') return `${side}: ${name}`;
  return kind === 'device' ? id.replace(/^\S+ device /, '') : name;
}

/** Totals and phases, and the devices with the longest medians. */
function shownFigures(figures: readonly Figure[], top: number | null): readonly Figure[] {
  if (top === null) return figures;
  const devices = figures
    .filter(({ kind }) => kind === 'device')
    .sort((one, other) => other.statistics.median - one.statistics.median);
  return [...figures.filter(({ kind }) => kind !== 'device'), ...devices.slice(0, top)];
}
