import { printableLine } from '../../../problem/printable.js';
import { durationText, spanText } from '../../../report/duration.js';
import type { Device, DeviceRow, Finding, Limit, Migration, Report } from '../../../report/model.js';
import { outlierWords } from '../../../report/outliers.js';
import { deviceName, shownDevices, shownMigrations } from '../../../report/shown.js';
import { KIND_TEXT } from '../../../report/wording.js';
import { clockLine, findingPlace, headline, limitLine, returnPathLine } from './report-words.js';
import type { Look, Reporter } from './reporter.js';
import { runNotes } from './run-words.js';
import { runsLines } from './text-runs.js';
import { leftText, table, tableLines } from './text-table.js';
import { waterfall } from './text-waterfall.js';
import { wrapped } from './text-wrap.js';

/** For people: the totals, the phases as bars, the devices that took longest, and what there is to know. */
export const text: Reporter = (report, look) => {
  const { chosen, migrations, runs, findings, limit } = report;
  const isList = chosen === null && migrations.length > 1;
  const blocks = [
    ...(isList
      ? [listLines(migrations, look)]
      : shownMigrations(report).map((one) => fullLines(one, report, look))),
    ...(isList ? numberedFindings(migrations, look) : []),
    ...(runs && (runs.figures.length > 0 || migrations.length === 0) ? [runsLines(runs, report, look)] : []),
    ...(runs && migrations.length === 0 ? [runNotes(runs).flatMap((line) => wrapped(line, look.width))] : []),
    findingLines(findings, look),
    limit ? limitLines(limit, look) : [],
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
};

function limitLines(limit: Limit, { colours, width }: Look): string[] {
  const lines = wrapped(limitLine(limit), width);
  return limit.verdict === 'kept' ? lines : lines.map(colours.bad);
}

function fullLines(migration: Migration, report: Report, look: Look): string[] {
  const { colours } = look;
  const clock = clockLine(migration);
  const path = returnPathLine(migration);
  const number = report.migrations.length > 1 ? `migration ${migration.number}: ` : '';
  const parts = [
    waterfall(migration, look),
    [...explainedLines(migration, look), ...deviceLines(migration.devices, report.top, look)],
    findingLines(migration.findings, look),
  ];
  return [
    ...wrapped(`${number}${headline(migration)}`, look.width).map(colours.strong),
    ...(clock === undefined ? [] : wrapped(`clocks: ${clock}`, look.width)),
    ...(path === undefined ? [] : wrapped(`return path: ${path}`, look.width)),
    ...parts.flatMap((lines) => (lines.length > 0 ? ['', ...lines] : [])),
  ];
}

/** How much of the phases the devices' rows cover; the rest no event explains. */
function explainedLines({ phases }: Migration, { width }: Look): string[] {
  const parts = phases.flatMap(({ id, rows, duration }) =>
    rows && duration ? [`${durationText(rows.explained)} of ${spanText(duration)} of ${id}`] : [],
  );
  return parts.length > 0 ? wrapped(`devices explain ${parts.join(', ')}`, width) : [];
}

function deviceLines(
  devices: readonly Device[],
  top: number | null,
  { colours, width, room }: Look,
): string[] {
  if (devices.length === 0) return [];
  const shown = shownDevices(devices, top);
  const rows = shown.map((device) => [
    printableLine(deviceName(device)),
    device.section,
    device.class,
    rowText(device.save),
    device.skipped ? 'nothing sent' : rowText(device.load),
    outlierWords(device),
  ]);
  const columns = [
    { title: 'device', align: 'left', most: Math.max(24, width - 60) },
    { title: 'section', align: 'left', leaves: 2 },
    { title: 'class', align: 'left', leaves: 1 },
    { title: 'save', align: 'right' },
    { title: 'load', align: 'right' },
    // The findings say it as well.
    { title: '', align: 'left', leaves: 3 },
  ] as const;
  const { lines, left: narrow } = table(columns, rows, colours.strong, room);
  const left = devices.length - shown.length;
  return [
    ...lines,
    ...leftText(narrow).map(colours.dim),
    ...(left > 0 ? [colours.dim(`${left} more; --all lists them, --top N so many`)] : []),
  ];
}

const NOT_COUNTED = {
  counted: '',
  'before-switchover': ' (before)',
  'after-resume': ' (after)',
  repeated: ' (again)',
} as const;

function rowText(row: DeviceRow | null): string {
  return row === null ? '' : `${durationText(row.duration)}${NOT_COUNTED[row.counts]}`;
}

/** How many findings of one rule are told one by one. */
const TOLD = 5;

function findingLines(findings: readonly Finding[], { colours, width }: Look, prefix = ''): string[] {
  const counts = new Map<string, number>();
  const lines = findings.flatMap((finding) => {
    const { rule, severity, message } = finding;
    const count = (counts.get(rule) ?? 0) + 1;
    counts.set(rule, count);
    if (count > TOLD) return [];
    const paint = severity === 'error' ? colours.bad : severity === 'warning' ? colours.strong : colours.dim;
    const [first = '', ...rest] = wrapped(
      `${prefix}${severity}: ${findingPlace(finding)}${printableLine(message)} [${rule}]`,
      width,
    );
    return [first.replace(severity, paint(severity)), ...rest];
  });
  const more = [...counts].filter(([, count]) => count > TOLD);
  return [...lines, ...more.map(([rule, count]) => colours.dim(`${count - TOLD} more of ${rule}`))];
}

function listLines(migrations: readonly Migration[], { colours }: Look): string[] {
  const columns = [
    { title: 'migration', align: 'right' },
    { title: 'kind', align: 'left' },
    { title: 'outcome', align: 'left' },
    { title: 'logs of', align: 'left' },
    { title: 'downtime', align: 'right' },
    { title: 'guest paused', align: 'right' },
  ] as const;
  const rows = migrations.map(({ number, kind, outcome, source, destination, downtime, pause }) => [
    String(number),
    KIND_TEXT[kind],
    outcome,
    source && destination ? 'both sides' : source ? 'source' : 'destination',
    downtime === null ? '' : durationText(downtime),
    pause === null ? '' : spanText(pause),
  ]);
  return [...tableLines(columns, rows, colours.strong), colours.dim('--migration N shows one in full')];
}

/** What is grave about each; what is so of several, as when one was tried again and again, is said once. */
function numberedFindings(migrations: readonly Migration[], look: Look): string[][] {
  const told = new Map<string, { readonly finding: Finding; readonly numbers: number[] }>();
  for (const { number, findings } of migrations)
    for (const finding of findings) {
      if (finding.severity !== 'error' && finding.rule !== 'unpaired') continue;
      const key = JSON.stringify([finding.rule, findingPlace(finding), finding.message]);
      const known = told.get(key);
      if (!known) told.set(key, { finding, numbers: [number] });
      else if (known.numbers.at(-1) !== number) known.numbers.push(number);
    }
  return [...told.values()].map(({ finding, numbers }) =>
    findingLines(
      [finding],
      look,
      `${numbers.length === 1 ? 'migration' : 'migrations'} ${rangesText(numbers)}: `,
    ),
  );
}

/** Ascending numbers with their runs drawn together: `1, 3 to 5, 8`. */
function rangesText(numbers: readonly number[]): string {
  const ranges: { readonly first: number; last: number }[] = [];
  for (const number of numbers) {
    const range = ranges.at(-1);
    if (range && range.last === number - 1) range.last = number;
    else ranges.push({ first: number, last: number });
  }
  return ranges
    .map(({ first, last }) => {
      if (first === last) return String(first);
      return last === first + 1 ? `${first}, ${last}` : `${first} to ${last}`;
    })
    .join(', ');
}
