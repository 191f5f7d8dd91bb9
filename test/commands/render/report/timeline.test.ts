import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { html } from '../../../../src/commands/render/report/html.js';
import { svg } from '../../../../src/commands/render/report/svg.js';
import {
  laneName,
  MOST_ROWS,
  rowsOf,
  type Slice,
  timelineOf,
} from '../../../../src/commands/render/report/timeline.js';
import { readTexts } from '../../../report/read-sample.js';
import {
  DESTINATION_LOG,
  drawnReport,
  LOOK,
  madeReport,
  SAMPLES,
  SOURCE_LOG,
  sampleReport,
} from './drawn-report.js';

const slice = (start: number, end: number): Slice => ({
  kind: 'save-device',
  name: 'x',
  detail: 'x',
  isExact: true,
  device: null,
  start,
  end,
});

async function madeTimeline(settings = {}) {
  const { migrations } = await readTexts(SOURCE_LOG, DESTINATION_LOG, settings);
  const [migration] = migrations;
  const timeline = migration && timelineOf(migration);
  if (!timeline) throw new Error('nothing was laid out');
  return timeline;
}

describe('a migration on one axis', () => {
  it('has the phases and devices of each side in lanes of their own, in order', async () => {
    const { lanes } = await madeTimeline();
    expect(
      lanes.map(({ label, rows }) => [label, ...rows.map((row) => row.map(({ name }) => name))]),
    ).toEqual([
      ['source: phases', ['stop', 'iterable', 'non-iterable', 'completion']],
      ['source: devices', ['ram#0', 'alpha#0', 'beta#0']],
      ['between the hosts', ['in-flight']],
      ['destination: devices', ['ram#0', 'alpha#0', 'beta#0']],
      ['destination: phases', ['load', 'enter', 'announce', 'start']],
    ]);
  });

  it('counts from the start of the downtime, and puts the destination where the given offset says', async () => {
    // By the source's clock the guest ran at 250,000.
    const { marks } = await madeTimeline({ offset: -110_000 });
    expect(marks.map(({ name, at }) => [name, at])).toEqual([
      ['src-downtime-start', 0],
      ['src-vm-stopped', 5_000],
      ['src-iterable-saved', 25_000],
      ['src-non-iterable-saved', 29_000],
      ['src-downtime-end', 60_000],
      ['dst-precopy-loadvm-completed', 45_000],
      ['dst-precopy-bh-enter', 45_100],
      ['dst-precopy-bh-announced', 47_000],
      ['dst-precopy-bh-vm-started', 50_000],
    ]);
  });

  it('draws what is between the hosts from the one to the other', async () => {
    const { lanes } = await madeTimeline({ offset: -110_000 });
    const between = lanes.find(({ side }) => side === 'between')?.rows.flat();
    expect(between).toMatchObject([{ start: 29_000, end: 45_000, name: 'in-flight', isExact: true }]);
  });

  it('says how far the destination may be from where it is drawn', async () => {
    expect((await madeTimeline()).note).toMatch(/^the destination may be .* than drawn$/);
    expect((await madeTimeline({ offset: -110_000 })).note).toBe('clock offset -110.000 ms, as given');
  });

  it('ends with the first end, however late a second one is', async () => {
    const late = `${SOURCE_LOG}7@1700000009.000000:vmstate_downtime_checkpoint src-downtime-end\n`;
    const { migrations } = await readTexts(late, undefined);
    const [migration] = migrations;
    expect(migration && timelineOf(migration)).toMatchObject({ from: 0, to: 60_000 });
  });

  it.each(SAMPLES)('of %s %s lies within its ends, and is none without times', async (mode, release) => {
    const [migration] = (await sampleReport(mode, release)).migrations;
    const timeline = migration ? timelineOf(migration) : null;
    expect(timeline === null).toBe(release.endsWith('-nots'));
    for (const { start, end } of timeline?.lanes.flatMap(({ rows }) => rows.flat()) ?? []) {
      expect(start).toBeGreaterThanOrEqual(timeline?.from ?? 0);
      expect(end).toBeLessThanOrEqual(timeline?.to ?? 0);
      expect(start).toBeLessThanOrEqual(end);
    }
  });

  it('has one axis of the destination alone, too', async () => {
    const { migrations } = await readTexts(undefined, DESTINATION_LOG);
    const [migration] = migrations;
    const timeline = migration && timelineOf(migration);
    expect(timeline?.lanes.map(({ side }) => side)).toEqual(['destination', 'destination']);
    expect(timeline?.marks.at(-1)).toMatchObject({ name: 'dst-precopy-bh-vm-started', at: 22_000 });
  });

  it('draws no row outside of the pause', async () => {
    const report = await madeReport();
    const [migration] = report.migrations;
    if (!migration) throw new Error('no migration');
    const devices = migration.devices.map((device) => ({
      ...device,
      save: device.save && { ...device.save, counts: 'before-switchover' as const },
    }));
    const lanes = timelineOf({ ...migration, devices })?.lanes.map(({ label }) => label);
    expect(lanes).not.toContain('source: devices');
    expect(lanes).toContain('destination: devices');
  });
});

describe('rows', () => {
  it('are as few as it takes to have none overlap', () => {
    expect(
      rowsOf([slice(0, 10), slice(5, 15), slice(10, 20), slice(12, 14)]).rows.map((row) => row.length),
    ).toEqual([2, 1, 1]);
  });

  it('take two slices as neighbours that overlap by rounding alone', () => {
    expect(rowsOf([slice(0, 10), slice(8, 20)]).rows).toMatchObject([
      [
        { start: 0, end: 10 },
        { start: 10, end: 20 },
      ],
    ]);
  });

  it('never end before they begin, where a short one was moved behind the one before', () => {
    expect(rowsOf([slice(0, 10), slice(8, 9)]).rows).toMatchObject([[{ end: 10 }, { start: 10, end: 10 }]]);
  });

  it('lose no slice, and never have two overlap', () => {
    const slices = fc.array(
      fc.tuple(fc.nat(1000), fc.nat(50)).map(([start, length]) => slice(start, start + length)),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(slices, (all) => {
        const { rows, left } = rowsOf(all);
        expect(left).toBe(0);
        expect(rows.flat()).toHaveLength(all.length);
        for (const row of rows)
          for (const [index, one] of row.entries()) {
            expect(one.start).toBeGreaterThanOrEqual(row[index - 1]?.end ?? 0);
            expect(one.end).toBeGreaterThanOrEqual(one.start);
          }
      }),
    );
  });

  it('are no more than a hundred, and it is said how many slices found no room', async () => {
    const slices = Array.from({ length: 250 }, (_, index) => slice(index * 10, 100_000));
    const { rows, left } = rowsOf([...slices, slice(200_000, 200_001)]);
    expect([rows.length, rows.flat().length, left]).toEqual([MOST_ROWS, MOST_ROWS + 1, 250 - MOST_ROWS]);
    const migration = await overlapping(120);
    const names = timelineOf(migration)?.lanes.map(laneName);
    expect(names).toEqual(['source: devices (20 more overlap)']);
    expect(timelineOf(await overlapping(100))?.lanes.map(laneName)).toEqual(['source: devices']);
    for (const draw of [html, svg])
      expect(draw(drawnReport([migration]), LOOK)).toContain('source: devices (20 more overlap)');
  });

  it('of 60,000 slices that all overlap are laid out at once', () => {
    const slices = Array.from({ length: 60_000 }, (_, index) => slice(index, 1_000_000));
    const begin = performance.now();
    expect(rowsOf(slices).left).toBe(60_000 - MOST_ROWS);
    expect(performance.now() - begin).toBeLessThan(2_000);
  });
});

/** A migration of which so many rows of devices overlap. */
async function overlapping(count: number) {
  const rows = Array.from(
    { length: count },
    (_, index) =>
      `7@1700000001.${String(index * 10).padStart(6, '0')}:vmstate_downtime_save type=non-iterable idstr=d instance_id=${index} downtime=900000\n`,
  );
  const start = '7@1700000000.000000:vmstate_downtime_checkpoint src-downtime-start\n';
  const [migration] = (await readTexts(start + rows.join(''), undefined)).migrations;
  if (!migration) throw new Error('no migration');
  return migration;
}
