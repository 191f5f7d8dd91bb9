import { describe, expect, it } from 'vitest';
import { durations, onlyMigration, phaseOf, rules, sampleMigration, sampleText } from './read-sample.js';

/**
 * Every figure here was worked out by hand from the lines of the log: differences of the microseconds behind the point, such
 * as .926932 − .926872 = 60 for stopping the guest.
 */
describe('recorded precopy of QEMU 10.0', async () => {
  const migration = await sampleMigration('precopy', 'v10');

  it('has its totals: .928898 − .926872, and .929347 − .926872', () => {
    expect(migration).toMatchObject({ kind: 'precopy', outcome: 'completed', downtime: 2026 });
    expect(migration.pause).toEqual({ least: 2475, most: 2475 });
  });

  it('has its phases, in order', () => {
    expect(durations(migration)).toEqual([
      ['source stop', 60],
      ['source iterable', 1420],
      ['source non-iterable', 542],
      ['source completion', 4],
      ['between in-flight', 397],
      ['destination load', 1040],
      ['destination enter', 9],
      ['destination announce', 4],
      ['destination start', 43],
    ]);
  });

  it('has shares of the downtime on the source, of the pause behind it, and none where lanes overlap', () => {
    expect(phaseOf(migration, 'iterable').share).toBeCloseTo(1420 / 2026, 10);
    expect(phaseOf(migration, 'in-flight').share).toBeCloseTo(397 / 2475, 10);
    expect(phaseOf(migration, 'start').share).toBeCloseTo(43 / 2475, 10);
    expect(phaseOf(migration, 'load').share).toBeNull();
  });

  it('joins 37 devices: 37 rows saved, 27 loaded, 10 of which nothing was sent', () => {
    const { devices } = migration;
    expect(devices).toHaveLength(37);
    expect(devices.filter(({ save }) => save)).toHaveLength(37);
    expect(devices.filter(({ load }) => load)).toHaveLength(27);
    expect(devices.filter(({ skipped }) => skipped).map(({ idstr }) => idstr)).toEqual([
      'ram',
      'dirty-bitmap',
      ...new Array<string>(8).fill('smbus-eeprom'),
    ]);
    const sum = (which: 'save' | 'load') =>
      devices.reduce((total, one) => total + (one[which]?.duration ?? 0), 0);
    expect([sum('save'), sum('load')]).toEqual([703, 959]);
  });

  it('joins by instance: the two dma, saved in 5 and 4 µs, loaded in 2 and 1', () => {
    const dma = migration.devices.filter(({ idstr }) => idstr === 'dma');
    expect(dma.map(({ instance, save, load }) => [instance, save?.duration, load?.duration])).toEqual([
      [0, 5, 2],
      [1, 4, 1],
    ]);
  });

  it('says what no row explains: of iterable 1420 − 251', () => {
    expect(phaseOf(migration, 'iterable').rows).toEqual({ count: 1, explained: 251, unexplained: 1169 });
    expect(phaseOf(migration, 'non-iterable').rows?.count).toBe(36);
    expect(rules(migration)).toContain('unexplained-time');
  });

  it('marks one device of its class: piix4_pm, 230 µs where 2 are usual', () => {
    const marked = migration.devices.filter(({ save, load }) => save?.outlier || load?.outlier);
    expect(marked.map(({ idstr, save }) => [idstr, save?.outlier?.median])).toEqual([
      ['0000:00:01.3/piix4_pm', 2],
    ]);
  });

  it('knows the clocks as one, the return path as not waited for', () => {
    expect(migration.clock).toMatchObject({
      kind: 'same-host',
      offset: 0,
      interval: { least: null, most: 397 },
      width: null,
    });
    expect(migration.returnPath).toBe('absent');
    expect(rules(migration)).toContain('no-return-path');
  });

  it('takes nothing for granted where told so: only that the pause was no shorter', async () => {
    const bounded = await sampleMigration('precopy', 'v10', { offset: 'unknown' });
    expect(bounded.clock).toMatchObject({ kind: 'bounded', offset: null });
    // With the offset at its most, 397: .929347 − .000397 − .926872.
    expect(bounded.pause).toEqual({ least: 2078, most: null });
    expect(phaseOf(bounded, 'in-flight')).toMatchObject({ duration: { least: 0, most: null }, share: null });
    expect(phaseOf(bounded, 'start').share).toBeNull();
    expect(bounded.downtime).toBe(2026);
    // 43 + 4 + 9 on the destination do not fit into the 4 of completion, whatever the clocks.
    expect(bounded.returnPath).toBe('absent');
    const told = bounded.findings.find(({ rule }) => rule === 'no-return-path')?.message;
    expect(told).toContain('too short by at least 52 µs');
  });
});

describe('a return path that is said to be on where the times exclude it', () => {
  it('is told as logs that do not go together, and nothing across the hosts is said', async () => {
    const migration = await sampleMigration('precopy', 'v10', { returnPath: 'on' });
    expect(migration.clock).toMatchObject({
      kind: 'unknown',
      interval: { least: 449, most: 397 },
      drawn: null,
    });
    expect(rules(migration)).toContain('logs-do-not-match');
    expect(migration.pause).toBeNull();
    expect(phaseOf(migration, 'in-flight').duration).toBeNull();
    expect(migration.downtime).toBe(2026);
  });
});

describe('an offset that is given and puts an effect before its cause', () => {
  it.each([398, 60_000_000])('gives no pause: %i µs where 397 are possible', async (offset) => {
    const migration = await sampleMigration('precopy', 'v10', { offset });
    expect(rules(migration)).toContain('logs-do-not-match');
    expect(migration.pause).toBeNull();
    expect((await sampleMigration('precopy', 'v10', { offset: 397 })).pause).toEqual({
      least: 2078,
      most: 2078,
    });
  });
});

describe('recorded postcopy of QEMU 10.0', async () => {
  const migration = await sampleMigration('postcopy', 'v10');

  it('has its own order and totals', () => {
    expect(migration).toMatchObject({ kind: 'postcopy', downtime: 639, returnPath: 'required' });
    expect(migration.pause).toEqual({ least: 1810, most: 1810 });
    expect(durations(migration)).toEqual([
      ['source stop', 224],
      ['source iterable', 114],
      ['source non-iterable', 291],
      ['source completion', 10],
      ['between in-flight', 791],
      ['destination load', 337],
      ['destination enter', 191],
      ['destination cpu-sync', 2],
      ['destination announce', 5],
      ['destination activate', 3],
      ['destination start', 189],
    ]);
  });

  it('does not count RAM, which is loaded when the guest runs', () => {
    const ram = migration.devices.find(({ section }) => section === 'iterable');
    expect(ram).toMatchObject({ idstr: 'ram', save: null, load: { counts: 'after-resume', duration: 1 } });
    expect(phaseOf(migration, 'load').rows?.count).toBe(26);
  });
});

describe('recorded migrations with checkpoints alone', () => {
  it.each([
    // mode, release, downtime, pause, stop, iterable, non-iterable, completion, in flight
    ['precopy', 'v7.2', 2441, 2318, [1085, 255, 881, 220, 18]],
    ['precopy', 'v5.2', 1278, 1211, [97, 289, 726, 166, 35]],
    ['postcopy', 'v7.2', 1096, 1663, [207, 6, 845, 38, 541]],
    ['postcopy', 'v5.2', 879, 1544, [167, 6, 681, 25, 620]],
  ] as const)('%s of %s', async (mode, release, downtime, pause, phases) => {
    const migration = await sampleMigration(mode, release);
    expect(migration).toMatchObject({ kind: mode, outcome: 'completed', downtime, devices: [] });
    expect(migration.pause).toEqual({ least: pause, most: pause });
    const found = ['stop', 'iterable', 'non-iterable', 'completion', 'in-flight'] as const;
    expect(found.map((id) => phaseOf(migration, id).duration?.least)).toEqual(phases);
  });

  it('count the first of two ends in postcopy, and use the second as a bound of the clocks', async () => {
    const migration = await sampleMigration('postcopy', 'v7.2');
    expect(rules(migration)).toContain('duplicate-end');
    expect(migration.source?.checkpoints.map(({ counts }) => counts)).toEqual([
      true,
      true,
      true,
      true,
      true,
      false,
    ]);
    // The destination has loaded (.454769) before the source ends for the second time (.468206).
    expect(migration.clock.interval).toEqual({ least: 454769 - 468206, most: 454769 - 454228 });
    expect(migration.clock.width).toBe(13978);
  });

  it('to a file: clocks that 45 ms may part are not taken as one', async () => {
    const migration = await sampleMigration('file', 'v7.2');
    expect(migration).toMatchObject({
      downtime: 1199,
      clock: { kind: 'bounded', interval: { most: 45205 } },
    });
    expect(migration.pause).toEqual({ least: 1276, most: null });
  });

  it('to a file: with the offset given, the read comes behind the end, though so soon that it may be a fast precopy', async () => {
    const migration = await sampleMigration('file', 'v10', { offset: 0 });
    expect(migration).toMatchObject({ kind: 'precopy', clock: { kind: 'given', offset: 0 } });
    expect(rules(migration)).toContain('read-after-end');
  });
});

describe('recorded logs of one side', () => {
  it('the source’s gives the downtime and no pause', async () => {
    const migration = await onlyMigration(sampleText('precopy-src-v10'), undefined);
    expect(migration).toMatchObject({ kind: 'precopy', downtime: 2026, pause: null, destination: null });
    expect(rules(migration)).toContain('missing-side');
  });

  it('the destination’s gives its phases and no totals', async () => {
    const migration = await onlyMigration(undefined, sampleText('postcopy-dst-v10'));
    expect(migration).toMatchObject({ kind: 'postcopy', downtime: null, pause: null, source: null });
    expect(durations(migration)[0]).toEqual(['destination load', 337]);
  });

  it('the double of a downtime of 0 ms: .851736 − .851528 counts', async () => {
    const migration = await onlyMigration(sampleText('postcopy-src-v10-double-end'), undefined);
    expect(migration).toMatchObject({ kind: 'postcopy', downtime: 208 });
    expect(rules(migration)).toContain('duplicate-end');
  });
});

describe('recorded logs without times', () => {
  it.each(['precopy', 'postcopy'])('of %s have devices and no totals', async (mode) => {
    const source = sampleText(`${mode}-src-v10-nots`);
    const destination = sampleText(`${mode}-dst-v10-nots`);
    const migration = await onlyMigration(source, destination);
    expect(migration).toMatchObject({ kind: mode, outcome: 'completed', downtime: null, pause: null });
    expect(migration.clock.kind).toBe('unknown');
    expect(migration.devices.find(({ idstr }) => idstr === 'cpu_common')?.load?.duration).toBeGreaterThan(0);
    expect(migration.phases.every(({ duration, share }) => duration === null && share === null)).toBe(true);
  });
});
