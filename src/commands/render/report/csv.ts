import type { Device, DeviceRow, Migration, Phase, Report } from '../../../report/model.js';
import type { RunsSummary } from '../../../report/runs-model.js';
import { shownMigrations } from '../../../report/shown.js';
import { printableLine } from '../printable.js';
import type { Reporter } from './reporter.js';

type Cell = string | number | null;

const COLUMNS =
  'migration,record,side,name,instance,section,class,from,to,start_us,duration_us,duration_most_us,share,unexplained_us,counts,outlier_times';

/**
 * One table: totals, phases and device rows of the migrations; of many runs their figures instead. Times are microseconds from the
 * origin of their side; where `duration_most_us` differs from `duration_us`, or is empty, the clocks do not tell more.
 */
export const csv: Reporter = (report) => {
  const { runs, comparison } = report;
  const isMany = runs !== null && (report.migrations.length === 0 || comparison !== null);
  const lines = isMany
    ? figureLines(runs, report)
    : [COLUMNS, ...shownMigrations(report).flatMap(migrationLines)];
  return `${lines.join('\n')}\n`;
};

function migrationLines(migration: Migration): string[] {
  const { number, downtime, pause, phases, devices, kind, outcome } = migration;
  const totals: Cell[][] = [
    [
      number,
      'migration',
      null,
      kind,
      null,
      null,
      null,
      null,
      null,
      null,
      null,
      null,
      null,
      null,
      outcome,
      null,
    ],
    [
      number,
      'downtime',
      'source',
      'downtime',
      null,
      null,
      null,
      'src-downtime-start',
      'src-downtime-end',
      0,
      downtime,
      downtime,
      null,
      null,
      null,
      null,
    ],
    [
      number,
      'pause',
      'between',
      'pause',
      null,
      null,
      null,
      'src-downtime-start',
      null,
      0,
      pause?.least ?? null,
      pause?.most ?? null,
      null,
      null,
      null,
      null,
    ],
  ];
  return [
    ...totals.filter((cells) => cells[1] === 'migration' || cells[10] !== null),
    ...phases.map((phase) => phaseCells(number, phase)),
    ...devices.flatMap((device) => deviceCells(number, device)),
  ].map(lineOf);
}

function phaseCells(number: number, { id, lane, from, to, start, duration, share, rows }: Phase): Cell[] {
  const part = share === null ? null : share.toFixed(4);
  const most = duration?.most ?? null;
  return [
    number,
    'phase',
    lane,
    id,
    null,
    null,
    null,
    from,
    to,
    start,
    duration?.least ?? null,
    most,
    part,
    rows?.unexplained ?? null,
    null,
    null,
  ];
}

function deviceCells(number: number, device: Device): Cell[][] {
  const { idstr, instance, section } = device;
  const line = (record: string, side: string, { start, duration, counts, outlier }: DeviceRow): Cell[] => [
    number,
    record,
    side,
    idstr,
    instance,
    section,
    device.class,
    null,
    null,
    start,
    duration,
    duration,
    null,
    null,
    counts,
    outlier?.times ?? null,
  ];
  return [
    ...(device.save ? [line('save', 'source', device.save)] : []),
    ...(device.load ? [line('load', 'destination', device.load)] : []),
  ];
}

function figureLines({ figures }: RunsSummary, { comparison }: Report): string[] {
  const head = 'id,kind,side,name,count,least_us,median_us,p95_us,most_us,spread_us';
  const changes = new Map(comparison?.changes.map((change) => [change.figure.id, change]));
  return [
    comparison ? `${head},before_median_us,before_spread_us,change_us,exceeds_spread` : head,
    ...figures.map(({ id, kind, side, name, statistics }) => {
      const { count, least, median, p95, most, spread } = statistics;
      const change = changes.get(id);
      const exceeds = change?.exceedsSpread ?? null;
      return lineOf([
        id,
        kind,
        side,
        name,
        count,
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
