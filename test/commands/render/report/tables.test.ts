import { describe, expect, it } from 'vitest';
import { csv } from '../../../../src/commands/render/report/csv.js';
import { json } from '../../../../src/commands/render/report/json.js';
import { markdown } from '../../../../src/commands/render/report/markdown.js';
import { compareRuns } from '../../../../src/report/compare.js';
import { summarize } from '../../../../src/report/runs.js';
import { savedFigures } from '../../../../src/report/saved-report.js';
import { reportOf, sampleReport } from '../../../report/made-report.js';
import { sampleText } from '../../../report/read-sample.js';
import { validDocument } from '../../../support/schemas.js';
import { plain, withHostileDevice } from './look.js';

const SAMPLES = ['precopy', 'postcopy', 'file'].flatMap((mode) =>
  ['v10', 'v7.2'].map((release) => [mode, release] as const),
);

/** Reads CSV strictly, by RFC 4180. */
function cellsOf(table: string): string[][] {
  const rows: string[][] = [[]];
  const pattern = /(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n)/gy;
  for (let match = pattern.exec(table); match; match = pattern.exec(table)) {
    rows.at(-1)?.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] === '\n') rows.push([]);
  }
  expect(rows.pop()).toEqual([]);
  return rows;
}

describe('the JSON of a report', () => {
  it.each(SAMPLES)('of %s by %s is what the schema says', async (mode, release) => {
    const document = validDocument('report', json(await sampleReport(mode, release), plain));
    expect(document.migrations[0].kind).not.toBe('unknown');
    expect(document.figures.length).toBeGreaterThan(4);
  });

  it('of logs without times, of one side, of several migrations, of damaged lines', async () => {
    const source = sampleText('precopy-src-v10');
    const inputs = [
      await sampleReport('precopy', 'v10-nots'),
      await reportOf(source, undefined),
      await reportOf(undefined, sampleText('postcopy-dst-v10')),
      await reportOf(source + sampleText('postcopy-src-v10-double-end'), undefined),
      await reportOf(`${source.slice(0, 700)}\nvmstate_downtime_x\n`, undefined),
    ];
    for (const report of inputs) validDocument('report', json(report, plain));
  });

  it('can be a baseline, of a single migration too', async () => {
    const figures = savedFigures(json(await sampleReport('precopy', 'v10'), plain));
    expect(figures?.find(({ id }) => id === 'precopy downtime')?.statistics.median).toBe(2026);
  });

  it('has runs, a comparison and a limit', async () => {
    const report = await sampleReport('precopy', 'v10');
    const runs = summarize(report.migrations.map((migration) => ({ name: 'a', migration })));
    const comparison = compareRuns(runs, runs.figures, 'a');
    const limit = {
      ...{ longestPossible: null, longestIfOneHost: null },
      most: 1,
      longest: null,
      verdict: 'exceeded' as const,
      undecided: 0,
      doubts: [],
    };
    const document = validDocument('report', json({ ...report, runs, comparison, limit }, plain));
    expect(document.comparison.changes[0]).toMatchObject({ change: 0, exceedsSpread: null });
  });
});

describe('the CSV of a report', () => {
  it('is one table: totals, phases, rows', async () => {
    const [head, ...rows] = cellsOf(csv(await sampleReport('precopy', 'v10'), plain));
    expect(new Set(rows.map((row) => row.length))).toEqual(new Set([head?.length]));
    const records = (name: string) => rows.filter((row) => row[1] === name);
    expect(records('downtime')[0]?.[10]).toBe('2026');
    expect(records('phase').map((row) => row[3])).toContain('in-flight');
    const column = (name: string) => (head ?? []).indexOf(name);
    expect(records('phase').map((row) => row[column('share_of')])).toEqual([
      ...new Array<string>(4).fill('downtime'),
      'pause',
      '',
      ...new Array<string>(3).fill('pause'),
    ]);
    expect(records('migration')[0]?.[column('outcome')]).toBe('completed');
    expect([records('save').length, records('load').length]).toEqual([37, 27]);
  });

  it('keeps names that hold commas and quotes, and lets none begin as a formula', async () => {
    const hostile = await reportOf(withHostileDevice(sampleText('precopy-src-v10')), undefined);
    const names = cellsOf(csv(hostile, plain)).map((row) => row[3]);
    expect(names).toContain('\'=a"b<script>|`=1+1\\x1b[2Jc,d');
  });

  it('of runs is their figures', async () => {
    const report = await sampleReport('precopy', 'v10');
    const runs = summarize(report.migrations.map((migration) => ({ name: 'a', migration })));
    const comparison = compareRuns(runs, runs.figures, 'a');
    const [head, downtime] = cellsOf(csv({ ...report, migrations: [], runs, comparison }, plain));
    expect(head).toContain('change_us');
    expect(downtime).toEqual([
      'precopy downtime',
      'precopy',
      'downtime',
      '',
      'downtime',
      '1',
      '0',
      '2026',
      '2026',
      '2026',
      '2026',
      '',
      '2026',
      '',
      '0',
      '',
    ]);
  });
});

describe('the Markdown of a report', () => {
  it('has the totals as heading, phases and devices as tables, findings as a list', async () => {
    const shown = markdown(await sampleReport('precopy', 'v10'), plain);
    expect(shown).toMatch(/^## precopy: downtime 2\.026 ms/);
    expect(shown).toMatch(
      /^\| source \| RAM and other iterables \| 1\.420 ms \| 70\.1 % of the downtime \|$/m,
    );
    expect(shown).toMatch(/^\| ram\\#0 \| iterable \| ram \| 251 µs \| 719 µs \| {2}\|$/m);
    expect(shown).toMatch(/^- warning: .* \(`outlier`\)$/m);
  });

  it('lets no name become markup', async () => {
    const hostile = await reportOf(withHostileDevice(sampleText('precopy-src-v10')), undefined);
    const shown = markdown(hostile, plain);
    expect(shown).not.toContain('<script>');
    expect(shown).toContain('=a"b\\<script\\>\\|\\`=1+1\\\\x1b\\[2Jc,d\\#0');
    const rows = shown.split('\n').filter((line) => line.startsWith('| '));
    expect(new Set(rows.map((line) => line.replace(/\\./g, '').split('|').length))).toEqual(new Set([6, 8]));
  });

  it('of runs is a table with the change against the baseline', async () => {
    const report = await sampleReport('precopy', 'v10');
    const runs = summarize(report.migrations.map((migration) => ({ name: 'a', migration })));
    const comparison = compareRuns(runs, runs.figures, 'a');
    const shown = markdown({ ...report, migrations: [], chosen: null, runs, comparison }, plain);
    expect(shown).toMatch(/^## 1 of 1 runs completed$/m);
    expect(shown).toMatch(/^\| precopy downtime \| 1 \| 2\.026 ms \| .* \| 0 µs \| {2}\|$/m);
  });
});
