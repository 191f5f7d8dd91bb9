import fc from 'fast-check';
import { colours } from '../../../../src/commands/render/colour.js';
import type { Look } from '../../../../src/commands/render/report/reporter.js';
import type { Device, Migration, Report } from '../../../../src/report/model.js';
import type { RunsSummary, Statistics } from '../../../../src/report/runs-model.js';
import { readTexts, sampleText } from '../../../report/read-sample.js';
import { hostileText } from '../lint/report-of.js';

/** Nothing that is drawn pays heed to it. */
export const LOOK: Look = { colours: colours('never', false), width: 100 };

/** A report of these migrations, the first chosen where it is the only one. */
export function drawnReport(migrations: readonly Migration[], own: Partial<Report> = {}): Report {
  const chosen = migrations.length === 1 ? (migrations[0]?.number ?? null) : null;
  const nothing = { inputs: [], findings: [], runs: null, comparison: null, limit: null, top: 10 };
  return { ...nothing, migrations, chosen, toolVersion: '1.2.3', ...own };
}

/** The report of two recorded logs, such as `precopy` of `v10`. */
export async function sampleReport(
  mode: string,
  release: string,
  sides: readonly ('src' | 'dst')[] = ['src', 'dst'],
): Promise<Report> {
  const text = (side: 'src' | 'dst') =>
    sides.includes(side) ? sampleText(`${mode}-${side}-${release}`) : undefined;
  const read = await readTexts(text('src'), text('dst'));
  return drawnReport(read.migrations, { inputs: read.inputs, findings: read.findings });
}

/** Every recorded pair of logs. */
export const SAMPLES = [
  ['precopy', 'v10'],
  ['precopy', 'v7.2'],
  ['precopy', 'v5.2'],
  ['precopy', 'v10-nots'],
  ['postcopy', 'v10'],
  ['postcopy', 'v7.2'],
  ['postcopy', 'v10-nots'],
  ['file', 'v10'],
] as const;

/** Lines of a log; times are microseconds after some moment. */
function logText(lines: readonly (readonly [number, string])[]): string {
  return lines
    .map(([at, event]) => `7@1700000000.${String(at).padStart(6, '0')}:vmstate_downtime_${event}\n`)
    .join('');
}

const checkpoint = (name: string) => `checkpoint ${name}`;
const row = (which: string, idstr: string, duration: number) =>
  `${which} type=${idstr === 'ram' ? '' : 'non-'}iterable idstr=${idstr} instance_id=0 downtime=${duration}`;

/** A migration by hand, of two hosts whose clocks nothing but cause and effect relates: 100 ms earlier on the destination. */
export const SOURCE_LOG = logText([
  [200_000, checkpoint('src-downtime-start')],
  [205_000, checkpoint('src-vm-stopped')],
  [224_000, row('save', 'ram', 18_000)],
  [225_000, checkpoint('src-iterable-saved')],
  [226_000, row('save', 'alpha', 900)],
  [228_500, row('save', 'beta', 2_400)],
  [229_000, checkpoint('src-non-iterable-saved')],
  [260_000, checkpoint('src-downtime-end')],
]);
export const DESTINATION_LOG = logText([
  [128_000, row('load', 'ram', 10_000)],
  [130_000, row('load', 'alpha', 1_200)],
  [134_000, row('load', 'beta', 3_800)],
  [135_000, checkpoint('dst-precopy-loadvm-completed')],
  [135_100, checkpoint('dst-precopy-bh-enter')],
  [137_000, checkpoint('dst-precopy-bh-announced')],
  [140_000, checkpoint('dst-precopy-bh-vm-started')],
]);

/** The report of that migration. */
export async function madeReport(own: Partial<Report> = {}): Promise<Report> {
  const { migrations } = await readTexts(SOURCE_LOG, DESTINATION_LOG);
  return drawnReport(migrations, own);
}

function statistics(median: number): Statistics {
  return { count: 3, least: median - 100, median, p95: median + 200, most: median + 300, spread: 400 };
}

const RUN = {
  kind: 'precopy',
  outcome: 'completed',
  sides: ['source', 'destination'],
  problem: null,
  findings: {},
} as const;
const FIGURE = { of: 'precopy', leftOut: 0 } as const;

/** Three runs, one of which came to nothing. */
export const RUNS: RunsSummary = {
  runs: [
    { ...RUN, name: 'runs/a', downtime: 1_500, pause: 2_000 },
    { ...RUN, name: 'runs/b', downtime: 1_700, pause: null },
    { ...RUN, name: 'runs/c', outcome: 'incomplete', downtime: null, pause: null, problem: 'cut' },
  ],
  figures: [
    {
      ...FIGURE,
      kind: 'downtime',
      id: 'precopy downtime',
      side: null,
      name: 'downtime',
      statistics: statistics(1_600),
    },
    {
      ...FIGURE,
      kind: 'phase',
      id: 'precopy phase source stop',
      side: 'source',
      name: 'stop',
      statistics: statistics(400),
    },
    {
      ...FIGURE,
      kind: 'device',
      id: 'precopy device save non-iterable cpu#0',
      side: 'source',
      name: 'cpu#0',
      statistics: statistics(150),
    },
  ],
};

/** A report whose every text from outside is hostile. */
export const hostileReport: fc.Arbitrary<(report: Report) => Report> = fc
  .array(hostileText, { minLength: 4, maxLength: 4 })
  .map(([idstr = '', file = '', message = '', checkpoint = '']) => (report) => ({
    ...report,
    inputs: report.inputs.map((input) => ({ ...input, name: file })),
    findings: [{ rule: 'no-times', severity: 'note', side: 'source', line: 1, message }],
    migrations: report.migrations.map((one) => hostileMigration(one, { idstr, message, checkpoint })),
    runs: { ...RUNS, runs: [{ ...RUN, name: file, downtime: 1, pause: 1, problem: message }] },
    comparison: {
      baseline: file,
      changes: [],
      gone: [idstr],
      added: [],
    },
  }));

function hostileMigration(
  migration: Migration,
  { idstr, message, checkpoint }: { idstr: string; message: string; checkpoint: string },
): Migration {
  const renamed = (device: Device, index: number): Device => ({ ...device, idstr: `${idstr}${index}` });
  return {
    ...migration,
    devices: migration.devices.map(renamed),
    findings: [{ rule: 'outlier', severity: 'warning', side: 'source', line: 3, message }],
    phases: migration.phases.map((phase) => ({ ...phase, from: checkpoint })),
  };
}
