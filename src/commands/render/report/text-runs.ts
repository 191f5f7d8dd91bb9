import { durationText } from '../../../report/duration.js';
import type { Report } from '../../../report/model.js';
import type { Change, Figure, RunsSummary } from '../../../report/runs-model.js';
import { printableLine } from '../printable.js';
import type { Look } from './reporter.js';
import { type Column, tableLines } from './text-table.js';

/** Many runs: each figure's median and range, and with a baseline how it changed. */
export function runsLines(runs: RunsSummary, { comparison, top }: Report, { colours }: Look): string[] {
  const done = runs.runs.filter(({ outcome }) => outcome === 'completed').length;
  const failed = runs.runs.length - done;
  const changes = new Map(comparison?.changes.map((change) => [change.figure.id, change]));
  const figures = shownFigures(runs.figures, top);
  const rows = figures.map((figure) => [
    printableLine(labelOf(figure)),
    String(figure.statistics.count),
    durationText(figure.statistics.median),
    durationText(figure.statistics.p95),
    durationText(figure.statistics.most),
    figure.statistics.spread === null ? '' : durationText(figure.statistics.spread),
    ...(comparison ? changeCells(changes.get(figure.id)) : []),
  ]);
  const head = `${done} ${done === 1 ? 'run' : 'runs'} completed${failed > 0 ? `, ${failed} incomplete and left out` : ''}`;
  const hidden = runs.figures.length - figures.length;
  return [
    colours.strong(comparison ? `${head}; against ${printableLine(comparison.baseline)}` : head),
    ...tableLines(comparison ? [...COLUMNS, ...CHANGES] : COLUMNS, rows, colours.strong),
    ...(hidden > 0 ? [colours.dim(`${hidden} more devices; --all lists them`)] : []),
  ];
}

const COLUMNS: readonly Column[] = [
  { title: '', align: 'left', most: 44 },
  { title: 'runs', align: 'right' },
  { title: 'median', align: 'right' },
  { title: 'p95', align: 'right' },
  { title: 'max', align: 'right' },
  { title: 'spread', align: 'right' },
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

function labelOf({ kind, side, name, id }: Figure): string {
  if (kind === 'phase') return `${side}: ${name}`;
  return kind === 'device' ? id.replace(/^device /, '') : name;
}

/** Totals and phases, and the devices with the longest medians. */
function shownFigures(figures: readonly Figure[], top: number | null): readonly Figure[] {
  if (top === null) return figures;
  const devices = figures
    .filter(({ kind }) => kind === 'device')
    .sort((one, other) => other.statistics.median - one.statistics.median);
  return [...figures.filter(({ kind }) => kind !== 'device'), ...devices.slice(0, top)];
}
