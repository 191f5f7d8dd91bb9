import { printableLine } from '../../../problem/printable.js';
import { durationText, spanText } from '../../../report/duration.js';
import type { Device, Finding, Migration, Report } from '../../../report/model.js';
import { outlierWords } from '../../../report/outliers.js';
import { deviceName, shareBase, shownDevices, shownMigrations, timedPhases } from '../../../report/shown.js';
import { phaseName } from '../../../report/wording.js';
import { clockLine, findingPlace, headline, limitLine, returnPathLine } from './report-words.js';
import type { Reporter } from './reporter.js';
import { runNotes } from './run-words.js';

/** For an issue or a mail: headings and tables. */
export const markdown: Reporter = (report) => {
  const blocks = [
    ...shownMigrations(report).map((one) => migrationBlocks(one, report)),
    runBlocks(report),
    findingBlocks(report.findings),
    report.limit ? [`**${limitLine(report.limit)}**`] : [],
  ];
  return `${blocks.flat().join('\n\n')}\n`;
};

function migrationBlocks(migration: Migration, { migrations, top }: Report): string[] {
  const number = migrations.length > 1 ? `Migration ${migration.number}: ` : '';
  const clock = clockLine(migration);
  const path = returnPathLine(migration);
  const facts = [
    ...(clock === undefined ? [] : [`- clocks: ${clock}`]),
    ...(path === undefined ? [] : [`- return path: ${path}`]),
  ];
  return [
    `## ${number}${headline(migration)}`,
    ...(facts.length > 0 ? [facts.join('\n')] : []),
    ...(timedPhases(migration).length > 0 ? [phaseTable(migration)] : []),
    ...(migration.devices.length > 0 ? [deviceTable(migration.devices, top)] : []),
    ...findingBlocks(migration.findings),
  ];
}

function phaseTable(migration: Migration): string {
  return table(
    ['side', 'phase', '>time', '>share'],
    timedPhases(migration).map(({ lane, id, duration, share }) => [
      lane,
      phaseName(id),
      spanText(duration),
      share === null ? '' : `${(share * 100).toFixed(1)} % of the ${shareBase(lane)}`,
    ]),
  );
}

function deviceTable(devices: readonly Device[], top: number | null): string {
  const shown = shownDevices(devices, top);
  const rows = shown.map((device) => [
    deviceName(device),
    device.section,
    device.class,
    device.save ? durationText(device.save.duration) : '',
    device.load ? durationText(device.load.duration) : '',
    outlierWords(device),
  ]);
  const left = devices.length - shown.length;
  const all = table(['device', 'section', 'class', '>save', '>load', ''], rows);
  return left > 0 ? `${all}\n\n${left} more devices.` : all;
}

function runBlocks({ runs, comparison, migrations }: Report): string[] {
  if (!runs || (runs.figures.length === 0 && migrations.length > 0)) return [];
  const changes = new Map(comparison?.changes.map((change) => [change.figure.id, change]));
  const rows = runs.figures.map(({ id, leftOut, statistics: { count, median, p95, most, spread } }) => {
    const change = changes.get(id);
    return [
      id,
      leftOut > 0 ? `${count} of ${count + leftOut}` : String(count),
      ...[median, p95, most].map(durationText),
      spread === null ? '' : durationText(spread),
      ...(comparison
        ? [
            change ? durationText(change.before.median) : '',
            change ? durationText(change.change) : '',
            change?.exceedsSpread == null ? '' : change.exceedsSpread ? 'yes' : 'no',
          ]
        : []),
    ];
  });
  const titles = ['figure', '>runs', '>median', '>p95', '>max', '>spread'];
  const completed = runs.runs.filter(({ outcome }) => outcome === 'completed').length;
  return [
    `## ${completed} of ${runs.runs.length} runs completed`,
    ...(rows.length > 0
      ? [table(comparison ? [...titles, '>before', '>change', 'beyond the spread'] : titles, rows)]
      : []),
    ...(comparison && comparison.gone.length > 0
      ? [`Only in the baseline: ${escaped(comparison.gone.join(', '))}`]
      : []),
    ...(migrations.length === 0 ? runNotes(runs).map((line) => `- ${escaped(line)}`) : []),
  ];
}

function findingBlocks(findings: readonly Finding[]): string[] {
  if (findings.length === 0) return [];
  const lines = findings.map(
    (finding) =>
      `- ${finding.severity}: ${escaped(`${findingPlace(finding)}${finding.message}`)} (\`${finding.rule}\`)`,
  );
  return [lines.join('\n')];
}

/** @param titles with `>` before those of figures */
function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(titles.map((title) => title.replace('>', ''))),
    line(titles.map((title) => (title.startsWith('>') ? '---:' : '---'))),
    ...rows.map((row) => line(row.map(escaped))),
  ].join('\n');
}

/** Names from a log must not become markup. */
function escaped(text: string): string {
  return printableLine(text)
    .replace(/[\\`*_[\]<>|#~]/g, '\\$&')
    .replaceAll('&', '&amp;');
}
