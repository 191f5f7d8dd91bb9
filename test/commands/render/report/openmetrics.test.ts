import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openmetrics } from '../../../../src/commands/render/report/openmetrics.js';
import type { Report } from '../../../../src/report/model.js';
import { readTexts } from '../../../report/read-sample.js';
import { type MetricFamily, parseOpenMetrics } from '../../../support/openmetrics.js';
import { RAW } from '../lint/report-of.js';
import {
  drawnReport,
  hostileReport,
  LOOK,
  madeReport,
  RUNS,
  SAMPLES,
  SOURCE_LOG,
  sampleReport,
} from './drawn-report.js';

const families = (report: Report): MetricFamily[] => parseOpenMetrics(openmetrics(report, LOOK));

const samplesOf = (report: Report, name: string) =>
  families(report).find((family) => family.name === name)?.samples ?? [];

describe('the text', () => {
  it.each(SAMPLES)('of %s %s is what the specification asks for', async (mode, release) => {
    const found = families(await sampleReport(mode, release));
    for (const { name, unit, samples } of found) {
      expect(unit).toBe(name.endsWith('_seconds') ? 'seconds' : undefined);
      expect(samples.length).toBeGreaterThan(0);
    }
    expect(found.some(({ name }) => name === 'qemu_downtime_seconds')).toBe(!release.endsWith('-nots'));
  });

  it('has the totals and phases in seconds, exactly', async () => {
    const report = await madeReport();
    const text = openmetrics(report, LOOK);
    expect(text).toContain('\nqemu_downtime_seconds{migration="1"} 0.060000\n');
    expect(text).toContain('lane="source",phase="stop",bound="exact"} 0.005000\n');
    expect(samplesOf(report, 'qemu_downtime_phase_seconds').map(({ labels }) => labels.phase)).toContain(
      'load',
    );
  });

  it('gives both ends of what is an interval, and only the one that is known', async () => {
    const report = await madeReport();
    const [migration] = report.migrations;
    if (!migration) throw new Error('no migration');
    const pauses = (pause: { least: number; most: number | null }) =>
      samplesOf(drawnReport([{ ...migration, pause }]), 'qemu_downtime_pause_seconds').map(
        ({ labels, value }) => [labels.bound, value],
      );
    expect(pauses({ least: 7, most: 7 })).toEqual([['exact', 0.000007]]);
    expect(pauses({ least: 7, most: 1_000_001 })).toEqual([
      ['least', 0.000007],
      ['most', 1.000001],
    ]);
    expect(pauses({ least: 7, most: null })).toEqual([['least', 0.000007]]);
  });

  it('has an offset that is negative', async () => {
    const report = await madeReport();
    const [migration] = report.migrations;
    const interval = { least: null, most: -94_000 };
    const migrations = migration ? [{ ...migration, clock: { ...migration.clock, interval } }] : [];
    const offsets = samplesOf(drawnReport(migrations), 'qemu_downtime_clock_offset_seconds');
    expect(offsets.map(({ labels, value }) => [labels.bound, value])).toEqual([['most', -0.094]]);
  });

  it('has every device, with what tells it from others', async () => {
    const report = await madeReport();
    expect(samplesOf(report, 'qemu_downtime_device_load_seconds')).toContainEqual({
      name: 'qemu_downtime_device_load_seconds',
      labels: {
        migration: '1',
        idstr: 'beta',
        instance: '0',
        section: 'non-iterable',
        class: 'other',
        counts: 'counted',
      },
      value: 0.0038,
    });
    expect(samplesOf(report, 'qemu_downtime_device_save_seconds')).toHaveLength(3);
  });

  it('adds up the rows of a device that nothing tells apart, so that no sample is there twice', async () => {
    const again = [25, 26, 27].map(
      (at) =>
        `7@1700000000.2${at}500:vmstate_downtime_save type=non-iterable idstr=alpha instance_id=0 downtime=90\n`,
    );
    const { migrations } = await readTexts(SOURCE_LOG + again.join(''), undefined);
    const own = samplesOf(drawnReport(migrations), 'qemu_downtime_device_save_seconds').filter(
      ({ labels }) => labels.idstr === 'alpha',
    );
    expect(own.map(({ labels, value }) => [labels.counts, value]).sort()).toEqual([
      ['counted', 0.00009],
      ['repeated', 0.00108],
    ]);
  });

  it('has no totals of an incomplete migration', async () => {
    const report = await madeReport();
    const migrations = report.migrations.map((one) => ({ ...one, outcome: 'incomplete' as const }));
    const names = families(drawnReport(migrations)).map(({ name }) => name);
    expect(names).not.toContain('qemu_downtime_seconds');
    expect(names).not.toContain('qemu_downtime_pause_seconds');
    expect(names).toContain('qemu_downtime_phase_seconds');
  });

  it('counts findings by rule', async () => {
    const report = await madeReport();
    const finding = { rule: 'outlier', severity: 'warning', side: 'source', line: 1, message: 'x' } as const;
    const migrations = report.migrations.map((one) => ({ ...one, findings: [finding, finding] }));
    const findings = [{ ...finding, rule: 'no-times' as const }];
    expect(samplesOf(drawnReport(migrations, { findings }), 'qemu_downtime_findings')).toMatchObject([
      { labels: { migration: '', rule: 'no-times', severity: 'warning' }, value: 1 },
      { labels: { migration: '1', rule: 'outlier', severity: 'warning' }, value: 2 },
    ]);
  });

  it('has the statistics of many runs, and what the limit says', () => {
    const limit = {
      ...{ longestPossible: null, longestIfOneHost: null },
      most: 1_000_000,
      longest: 1_700,
      verdict: 'exceeded' as const,
      undecided: 0,
      doubts: [],
    };
    const report = drawnReport([], { runs: RUNS, limit });
    expect(samplesOf(report, 'qemu_downtime_runs')).toMatchObject([
      { labels: { outcome: 'completed' }, value: 2 },
      { labels: { outcome: 'incomplete' }, value: 1 },
      { labels: { outcome: 'unpaired' }, value: 0 },
      { labels: { outcome: 'no-event' }, value: 0 },
    ]);
    const statistics = samplesOf(report, 'qemu_downtime_runs_seconds');
    expect(statistics).toHaveLength(3 * 4);
    expect(statistics[2]).toMatchObject({
      labels: { figure: 'precopy downtime', kind: 'downtime', statistic: 'p95' },
      value: 0.0018,
    });
    expect(samplesOf(report, 'qemu_downtime_limit_seconds')).toMatchObject([{ value: 1 }]);
    expect(samplesOf(report, 'qemu_downtime_limit_exceeded')).toMatchObject([{ value: 1 }]);
  });

  it('of nothing is still a text', () => {
    expect(families(drawnReport([])).map(({ name }) => name)).toEqual(['qemu_downtime_tool']);
  });
});

describe('a hostile log', () => {
  it('adds no sample, ends no label early, and gets nothing raw through', async () => {
    const plain = await sampleReport('precopy', 'v10');
    const count = samplesOf(plain, 'qemu_downtime_device_save_seconds').length;
    fc.assert(
      fc.property(hostileReport, (hostile) => {
        const report = hostile(plain);
        expect(openmetrics(report, LOOK)).not.toMatch(RAW);
        expect(samplesOf(report, 'qemu_downtime_device_save_seconds')).toHaveLength(count);
      }),
      { numRuns: 40 },
    );
  });

  it('keeps its quotes and backslashes', async () => {
    const report = await madeReport();
    const idstr = 'a"b\\c\\n';
    const migrations = report.migrations.map((one) => ({
      ...one,
      devices: one.devices.slice(0, 1).map((device) => ({ ...device, idstr })),
    }));
    const [sample] = samplesOf(drawnReport(migrations), 'qemu_downtime_device_save_seconds');
    expect(sample?.labels.idstr).toBe(idstr);
  });
});
