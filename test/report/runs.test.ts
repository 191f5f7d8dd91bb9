import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareRuns } from '../../src/report/compare.js';
import { durationText, spanText } from '../../src/report/duration.js';
import { summarize } from '../../src/report/runs.js';
import type { Figure, RunsSummary } from '../../src/report/runs-model.js';
import { savedFigures } from '../../src/report/saved-report.js';
import { statisticsOf } from '../../src/report/statistics.js';
import { onlyMigration, sampleMigration, sampleText } from './read-sample.js';

describe('statistics', () => {
  it.each([
    [[5], { count: 1, least: 5, median: 5, p95: 5, most: 5, spread: null }],
    [[9, 1], { count: 2, least: 1, median: 5, p95: 9, most: 9, spread: 8 }],
    [[3, 1, 2], { count: 3, least: 1, median: 2, p95: 3, most: 3, spread: 2 }],
  ])('of %j', (values, expected) => {
    expect(statisticsOf(values)).toEqual(expected);
  });

  it('have the 95th percentile by nearest rank: of 1 to 100 it is 95', () => {
    expect(statisticsOf(Array.from({ length: 100 }, (_, index) => 100 - index)).p95).toBe(95);
  });

  it('do not depend on the order, and lie in order themselves', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 1 }), (values) => {
        const { least, median, p95, most } = statisticsOf(values);
        expect(statisticsOf([...values].reverse())).toEqual(statisticsOf(values));
        expect([least, median, p95, most]).toEqual([least, median, p95, most].sort((a, b) => a - b));
      }),
    );
  });
});

describe('many runs', async () => {
  const [first, second] = [await sampleMigration('precopy', 'v10'), await sampleMigration('precopy', 'v7.2')];
  const failed = await onlyMigration(
    sampleText('precopy-src-v7.2').split('\n').slice(0, 3).join('\n'),
    undefined,
  );
  const summary = summarize([
    { name: 'a', migration: first },
    { name: 'b', migration: second },
    { name: 'c', migration: failed },
  ]);
  const figure = (id: string): Figure | undefined =>
    summary.figures.find((one) => one.id === `precopy ${id}`);

  it('have medians of those that were completed', () => {
    expect(figure('downtime')?.statistics).toMatchObject({
      count: 2,
      least: 2026,
      median: 2233.5,
      most: 2441,
    });
    expect(figure('pause')?.statistics).toMatchObject({ count: 2, least: 2318, most: 2475 });
    expect(figure('phase source stop')?.statistics).toMatchObject({ least: 60, most: 1085, spread: 1025 });
    expect(figure('device save iterable ram#0')?.statistics).toMatchObject({ count: 1, median: 251 });
    expect(figure('device load iterable ram#0')?.statistics.median).toBe(719);
  });

  it('have totals first, then phases as they follow each other, then devices', () => {
    expect(summary.figures.slice(0, 12).map(({ name }) => name)).toEqual([
      ...['downtime', 'pause', 'stop', 'iterable', 'non-iterable', 'completion', 'in-flight', 'load'],
      ...['enter', 'announce', 'start', 'ram#0'],
    ]);
  });

  it('leave out of a figure those that have none, and say how many', () => {
    expect(figure('downtime')?.leftOut).toBe(0);
    expect(figure('device save iterable ram#0')?.leftOut).toBe(1);
  });

  it('leave out what is incomplete, though its source has a downtime', async () => {
    const cut = sampleText('precopy-dst-v10').split('\n').slice(0, 30).join('\n');
    const half = await onlyMigration(sampleText('precopy-src-v10'), cut);
    const { figures, runs } = summarize([{ name: 'a', migration: half }]);
    expect([half.downtime, runs[0]?.outcome, figures]).toEqual([2026, 'incomplete', []]);
  });

  it('of different kinds are never summed up together', async () => {
    const other = await sampleMigration('postcopy', 'v10');
    const mixed = summarize([
      { name: 'a', migration: first },
      { name: 'b', migration: other },
    ]);
    const medians = mixed.figures.filter(({ kind }) => kind === 'pause');
    expect(medians.map(({ id, statistics }) => [id, statistics.count, statistics.median])).toEqual([
      ['precopy pause', 1, 2475],
      ['postcopy pause', 1, 1810],
    ]);
  });

  it('say which sides they have, what was found, and why there is no total', () => {
    const [whole, , cut] = summary.runs;
    expect(whole).toMatchObject({ sides: ['source', 'destination'], problem: null });
    expect(whole?.findings['no-return-path']).toBe(1);
    expect(cut).toMatchObject({ sides: ['source'], problem: expect.stringContaining('not in the log') });
  });

  it('are all listed, the failed one as such', () => {
    expect(summary.runs.map(({ name, outcome, downtime }) => [name, outcome, downtime])).toEqual([
      ['a', 'completed', 2026],
      ['b', 'completed', 2441],
      ['c', 'incomplete', null],
    ]);
  });
});

describe('a comparison', () => {
  const runs = (values: Readonly<Record<string, readonly number[]>>): RunsSummary => ({
    runs: [],
    figures: Object.entries(values).map(([id, all]) => ({
      kind: 'phase',
      of: 'precopy',
      leftOut: 0,
      id,
      side: 'source',
      name: id,
      statistics: statisticsOf(all),
    })),
  });
  const compared = (now: Parameters<typeof runs>[0], before: Parameters<typeof runs>[0]) =>
    compareRuns(runs(now), runs(before).figures, 'before');

  it('says by how much the median changed, and whether more than the runs differ among themselves', () => {
    const { changes } = compared({ a: [30, 32, 34], b: [10, 11] }, { a: [10, 12, 14], b: [9, 30] });
    expect(changes.map(({ change, exceedsSpread }) => [change, exceedsSpread])).toEqual([
      [20, true],
      [-9, false],
    ]);
    expect(changes[0]?.ratio).toBeCloseTo(20 / 12, 10);
  });

  it('does not judge single runs', () => {
    expect(compared({ a: [3594] }, { a: [1607] }).changes[0]).toMatchObject({
      change: 1987,
      exceedsSpread: null,
    });
  });

  it('names what only one of the two has', () => {
    expect(compared({ a: [1], b: [1] }, { b: [1], c: [1] })).toMatchObject({ added: ['a'], gone: ['c'] });
  });
});

describe('a saved report', () => {
  it.each(['', '[]', 'null', '{"schema":"qemu-downtime/lint@1"}', '{"schema":"qemu-downtime/report@1"}'])(
    'is not %j',
    (text) => expect(savedFigures(text)).toBeUndefined(),
  );

  it('is read without what is amiss in it', () => {
    const statistics = statisticsOf([1]);
    const figures = [
      { id: 'downtime', statistics },
      { id: 3, statistics },
      { id: 'x', statistics: {} },
      null,
    ];
    expect(savedFigures(JSON.stringify({ schema: 'qemu-downtime/report@1', figures }))).toEqual([figures[0]]);
  });
});

describe('a duration', () => {
  it.each([
    [0, '0 µs'],
    [999, '999 µs'],
    [2233.5, '2.234 ms'],
    [482590, '482.590 ms'],
    [5_000_397, '5.000 s'],
    [-169_000_000, '-169.000 s'],
  ])('of %d reads %s', (value, text) => {
    expect(durationText(value)).toBe(text);
  });

  it('that is not one number says what is known', () => {
    expect(spanText({ least: 0, most: 397 })).toBe('0 µs to 397 µs');
    expect(spanText({ least: 2078, most: null })).toBe('at least 2.078 ms');
  });
});
