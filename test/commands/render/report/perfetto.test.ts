import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { perfetto } from '../../../../src/commands/render/report/perfetto.js';
import type { Report } from '../../../../src/report/model.js';
import { readTexts } from '../../../report/read-sample.js';
import { brokenTraceRules, type ReadEvent } from '../../../support/trace-rules.js';
import { RAW } from '../lint/report-of.js';
import {
  DESTINATION_LOG,
  drawnReport,
  hostileReport,
  madeReport,
  SAMPLES,
  SOURCE_LOG,
  sampleReport,
} from './drawn-report.js';

const parts = (report: Report): Record<string, string> =>
  Object.fromEntries(perfetto(report).map(({ part, text }) => [part, text]));

const events = (text: string | undefined): ReadEvent[] => JSON.parse(text ?? '').traceEvents;

interface Manifest {
  readonly version: number;
  readonly files: readonly {
    readonly path: string;
    readonly machine: { readonly name: string };
    readonly clocks?: { readonly sync_to: { readonly file: string }; readonly offset_ns: number };
  }[];
  readonly attributes: Readonly<Record<string, string | number>>;
}

const manifestOf = (report: Report): Manifest => JSON.parse(parts(report).manifest ?? '').perfetto_manifest;

async function madeWith(offset: number): Promise<Report> {
  return drawnReport((await readTexts(SOURCE_LOG, DESTINATION_LOG, { offset })).migrations);
}

/** Whether the destination's file, moved as the manifest says, is where it is in the file of both. */
function expectMerged(report: Report): void {
  const { both, destination } = parts(report);
  const shift = manifestOf(report).files[1]?.clocks?.offset_ns;
  expect(Number.isSafeInteger(shift)).toBe(true);
  const moments = (text: string | undefined, by: number) =>
    events(text)
      .filter(({ ph, pid }) => (ph === 'X' || ph === 'i') && pid % 3 === 0)
      .map(({ name, ts, dur }) => [name, ts + by, dur]);
  expect(moments(destination, (shift ?? 0) / 1000)).toEqual(moments(both, 0));
  // What lies before zero is dropped.
  for (const [, ts] of moments(both, 0)) expect(ts).toBeGreaterThanOrEqual(0);
}

describe('the traces', () => {
  it.each(SAMPLES)('of %s %s keep the rules of the format', async (mode, release) => {
    const report = await sampleReport(mode, release);
    const traces = perfetto(report).filter(({ part }) => part !== 'manifest');
    for (const { text } of traces) expect(brokenTraceRules(text)).toEqual([]);
    const hasTimes = !release.endsWith('-nots');
    expect(traces.map(({ part }) => part)).toEqual(hasTimes ? ['both', 'source', 'destination'] : ['source']);
    expect(traces.every(({ text }) => events(text).length > 0)).toBe(hasTimes);
  });

  it('have slices of phases and devices, and checkpoints as instants', async () => {
    const found = events(parts(await madeWith(-110_000)).both);
    const of = (cat: string) =>
      found.filter((event) => event.cat === cat && event.ph !== 's' && event.ph !== 'f');
    expect(of('phase').map(({ name, ts, dur }) => [name, ts, dur])).toEqual([
      ['stop', 0, 5_000],
      ['iterable', 5_000, 20_000],
      ['non-iterable', 25_000, 4_000],
      ['completion', 29_000, 31_000],
      ['in-flight', 29_000, 16_000],
      ['load', 28_000, 17_000],
      ['enter', 45_000, 100],
      ['announce', 45_100, 1_900],
      ['start', 47_000, 3_000],
    ]);
    expect(of('device').map(({ name, ts, dur }) => [name, ts, dur])).toEqual([
      ['ram#0', 6_000, 18_000],
      ['alpha#0', 25_100, 900],
      ['beta#0', 26_100, 2_400],
      ['ram#0', 28_000, 10_000],
      ['alpha#0', 38_800, 1_200],
      ['beta#0', 40_200, 3_800],
    ]);
    expect(of('checkpoint').map(({ name, ph, s, ts }) => [name, ph, s, ts])).toContainEqual([
      'dst-precopy-bh-vm-started',
      'i',
      't',
      50_000,
    ]);
  });

  it('have an arrow from each save to its load', async () => {
    const found = events(parts(await madeWith(-110_000)).both);
    const ends = (ph: string) => found.filter((event) => event.ph === ph).map(({ name, ts }) => [name, ts]);
    expect(ends('s')).toEqual([
      ['ram#0', 6_000],
      ['alpha#0', 25_100],
      ['beta#0', 26_100],
    ]);
    expect(ends('f')).toEqual([
      ['ram#0', 28_000],
      ['alpha#0', 38_800],
      ['beta#0', 40_200],
    ]);
  });

  it('keep the rules where a load began before its save, and where a device took no time', async () => {
    const source = SOURCE_LOG.replace('downtime=900', 'downtime=0');
    const destination = DESTINATION_LOG.replace('downtime=10000', 'downtime=60000');
    const { migrations } = await readTexts(source, destination, { offset: -110_000 });
    const traces = parts(drawnReport(migrations));
    for (const part of ['both', 'source', 'destination'])
      expect(brokenTraceRules(traces[part] ?? '')).toEqual([]);
    const arrows = events(traces.both).filter(({ ph }) => ph === 'f');
    expect(arrows.map(({ name }) => name)).toEqual(['ram#0', 'beta#0']);
  });

  it('keep several migrations apart, as far as their clocks are', async () => {
    const later = (log: string) => `${log}${log.replaceAll('@1700000000', '@1700000009')}`;
    const { migrations } = await readTexts(later(SOURCE_LOG), later(DESTINATION_LOG));
    const traces = parts(drawnReport(migrations));
    for (const part of ['both', 'source', 'destination'])
      expect(brokenTraceRules(traces[part] ?? '')).toEqual([]);
    const stops = events(traces.source).filter(({ name }) => name === 'stop');
    expect(stops.map(({ ts }) => ts - (stops[0]?.ts ?? 0))).toEqual([0, 9_000_000]);
    expect(new Set(stops.map(({ pid }) => pid)).size).toBe(2);
  });

  it('of one side are that side alone', async () => {
    for (const [sides, part] of [
      [['src'], 'source'],
      [['dst'], 'destination'],
    ] as const) {
      const files = perfetto(await sampleReport('precopy', 'v10', sides));
      expect(files.map((file) => file.part)).toEqual([part]);
      expect(brokenTraceRules(files[0]?.text ?? '')).toEqual([]);
      expect(events(files[0]?.text).length).toBeGreaterThan(10);
    }
  });

  it('have no common axis where nothing relates the clocks', async () => {
    const report = await madeReport();
    const clock = { kind: 'unknown', drawn: null, destinationAt: null } as const;
    const migrations = report.migrations.map((one) => ({ ...one, clock: { ...one.clock, ...clock } }));
    const unrelated = drawnReport(migrations);
    expect(Object.keys(parts(unrelated))).toEqual(['source', 'destination', 'manifest']);
    expect(manifestOf(unrelated).files.every(({ clocks }) => clocks === undefined)).toBe(true);
  });
});

describe('the manifest', () => {
  it('is told by its beginning, and has the form that Perfetto asks for', async () => {
    const { manifest } = parts(await madeReport());
    expect(manifest?.replace(/\s/g, '')).toMatch(/^\{"perfetto_manifest":\{"version":1,/);
    const { files, attributes } = manifestOf(await madeReport());
    expect(files.map(({ path, machine }) => [path, machine.name])).toEqual([
      ['source.json', 'source'],
      ['destination.json', 'destination'],
    ]);
    expect(files[1]?.clocks?.sync_to.file).toBe('source.json');
    for (const value of Object.values(attributes))
      expect(typeof value === 'string' || Number.isSafeInteger(value)).toBe(true);
  });

  it.each([-110_000, -105_500, -94_000, 3_000_000])(
    'puts the destination where both lie on one axis, with an offset of %d',
    async (offset) => {
      expectMerged(await madeWith(offset));
    },
  );

  it('does so for the second attempt, too, of which alone the destination has a log', async () => {
    const failed = SOURCE_LOG.split('\n').slice(0, 3).join('\n');
    const later = SOURCE_LOG.replaceAll('@1700000000', '@1700000009');
    const elsewhere = DESTINATION_LOG.replaceAll('@1700000000', '@1700000009');
    const { migrations } = await readTexts(`${failed}\n${later}`, elsewhere, { offset: -110_000 });
    const report = drawnReport(migrations);
    expect(migrations.map(({ destination }) => destination !== null)).toEqual([false, true]);
    expectMerged(report);
  });

  it('says how far the offset is known', async () => {
    const { attributes } = manifestOf(await madeReport());
    expect(attributes).toMatchObject({
      'qemu_downtime.clock': 'bounded',
      'qemu_downtime.clock_basis': 'cause-and-effect',
      'qemu_downtime.clock_offset_most_us': expect.any(Number),
    });
    expect(attributes).not.toHaveProperty(['qemu_downtime.clock_offset_least_us']);
  });
});

describe('a hostile log', () => {
  it('gets nothing raw through, and breaks no rule', async () => {
    const plain = await sampleReport('precopy', 'v10');
    fc.assert(
      fc.property(hostileReport, (hostile) => {
        for (const { part, text } of perfetto(hostile(plain))) {
          expect(text).not.toMatch(RAW);
          if (part !== 'manifest') expect(brokenTraceRules(text)).toEqual([]);
        }
      }),
      { numRuns: 30 },
    );
  });
});
