import { printableLine } from '../../../problem/printable.js';
import type { Device, DeviceRow, Migration, Phase, Report } from '../../../report/model.js';
import type { RunsSummary } from '../../../report/runs-model.js';
import { shareBase, shownMigrations } from '../../../report/shown.js';
import type { Reporter } from './reporter.js';

type Cell = string | number | null;

const COLUMNS = [
  'migration',
  'record',
  'side',
  'name',
  'instance',
  'section',
  'class',
  'from',
  'to',
  'start_us',
  'duration_us',
  'duration_most_us',
  'share',
  'share_of',
  'unexplained_us',
  'counts',
  'outlier_times',
  'outcome',
] as const;

/** A line by the names of its columns; what is not named is empty. */
type Line = Readonly<Partial<Record<(typeof COLUMNS)[number], Cell>>>;

/**
 * One table: totals, phases and device rows of the migrations; of many runs their figures instead. Times are microseconds from the
 * origin of their side; where `duration_most_us` differs from `duration_us`, or is empty, the clocks do not tell more.
 */
export const csv: Reporter = (report) => {
  const { runs, comparison } = report;
  const isMany = runs !== null && (report.migrations.length === 0 || comparison !== null);
  const lines = isMany
    ? figureLines(runs, report)
    : [COLUMNS.join(','), ...shownMigrations(report).flatMap(migrationLines)];
  return `${lines.join('\n')}\n`;
};

function migrationLines(migration: Migration): string[] {
  const { number, downtime, pause, phases, devices, kind, outcome } = migration;
  const start = { from: 'src-downtime-start', start_us: 0 };
  const lines: Line[] = [
    { record: 'migration', name: kind, outcome },
    ...(downtime === null
      ? []
      : [
          {
            record: 'downtime',
            side: 'source',
            name: 'downtime',
            ...start,
            to: 'src-downtime-end',
            duration_us: downtime,
            duration_most_us: downtime,
          },
        ]),
    ...(pause === null
      ? []
      : [
          {
            record: 'pause',
            side: 'between',
            name: 'pause',
            ...start,
            duration_us: pause.least,
            duration_most_us: pause.most,
          },
        ]),
    ...phases.map(phaseLine),
    ...devices.flatMap(deviceLines),
  ];
  return lines.map((line) =>
    lineOf(COLUMNS.map((name) => (name === 'migration' ? number : (line[name] ?? null)))),
  );
}

function phaseLine({ id, lane, from, to, start, duration, share, rows }: Phase): Line {
  return {
    record: 'phase',
    side: lane,
    name: id,
    from,
    to,
    start_us: start,
    duration_us: duration?.least ?? null,
    duration_most_us: duration?.most ?? null,
    share: share === null ? null : share.toFixed(4),
    share_of: share === null ? null : shareBase(lane),
    unexplained_us: rows?.unexplained ?? null,
  };
}

function deviceLines({ idstr, instance, section, class: of, save, load }: Device): Line[] {
  const line = (record: string, side: string, row: DeviceRow): Line => ({
    record,
    side,
    name: idstr,
    instance,
    section,
    class: of,
    start_us: row.start,
    duration_us: row.duration,
    duration_most_us: row.duration,
    counts: row.counts,
    outlier_times: row.outlier?.times ?? null,
  });
  return [
    ...(save ? [line('save', 'source', save)] : []),
    ...(load ? [line('load', 'destination', load)] : []),
  ];
}

function figureLines({ figures }: RunsSummary, { comparison }: Report): string[] {
  const head = 'id,of,kind,side,name,count,left_out,least_us,median_us,p95_us,most_us,spread_us';
  const changes = new Map(comparison?.changes.map((change) => [change.figure.id, change]));
  return [
    comparison ? `${head},before_median_us,before_spread_us,change_us,exceeds_spread` : head,
    ...figures.map(({ id, of, kind, side, name, statistics, leftOut }) => {
      const { count, least, median, p95, most, spread } = statistics;
      const change = changes.get(id);
      const exceeds = change?.exceedsSpread ?? null;
      return lineOf([
        id,
        of,
        kind,
        side,
        name,
        count,
        leftOut,
        least,
        median,
        p95,
        most,
        spread,
        ...(comparison
          ? [
              change?.before.median ?? null,
              change?.before.spread ?? null,
              change?.change ?? null,
              exceeds === null ? null : String(exceeds),
            ]
          : []),
      ]);
    }),
    // What only the baseline has: the id, and nothing behind it.
    ...(comparison?.gone ?? []).map((id) => lineOf([id, ...new Array<null>(15).fill(null)])),
  ];
}

function lineOf(cells: readonly Cell[]): string {
  return cells.map(cellText).join(',');
}

/** Text from a log must not begin as a formula does, which spreadsheets would work out. */
function cellText(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = printableLine(cell);
  const safe = /^[=+\-@\t]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
