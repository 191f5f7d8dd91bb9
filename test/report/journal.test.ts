import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limitOf } from '../../src/report/limit.js';
import { anyTiming, fileOf, type MadeMigration, playPrecopy, type Timing } from './made-migration.js';
import { readJournal, rules } from './read-sample.js';

const BEGIN = 1_795_000_000_000_000;

const timeOf = (line: string): string => /@([\d.]+):/.exec(line)?.[1] ?? '';

const SLOW: Timing = {
  ...{ stop: 5_000, beforeRam: 0, devices: [{ save: 50_000, load: 1_000, gap: 0 }], after: 9_000 },
  ...{ transit: 25_000, steps: [300, 200, 7_000], completion: 1_000, returnPath: false },
};
const QUICK: Timing = {
  ...{ stop: 500, beforeRam: 500, devices: [{ save: 500, load: 300, gap: 5 }], after: 100 },
  ...{ transit: 50, steps: [10, 10, 10], completion: 100, returnPath: false },
};

/** A line as the journal keeps it. */
const kept = (line: string, host: string, process: number): string =>
  `Nov 18 11:06:40 ${host} qemu-system-x86_64[${process}]: ${line}`;

/** Both sides as one collected journal has them, by the times of the lines. */
function journal({ source, destination }: MadeMigration, from: string, to: string): string {
  return fileOf(
    [...source.map((line) => kept(line, from, 100)), ...destination.map((line) => kept(line, to, 500))].sort(
      (one, other) => timeOf(one).localeCompare(timeOf(other)),
    ),
  );
}

const anyOffset = fc.oneof(fc.integer({ min: -90_000, max: 90_000 }), fc.integer({ min: -3e9, max: 3e9 }));

describe('a journal of two hosts', () => {
  it('has two clocks, which cause and effect relate: the true offset and pause are never excluded', async () => {
    await fc.assert(
      fc.asyncProperty(anyTiming, anyOffset, async (timing, offset) => {
        const made = playPrecopy(timing, BEGIN, offset);
        const { migrations } = await readJournal(journal(made, 'hosta', 'hostb'));
        expect(migrations).toHaveLength(1);
        const [{ clock, pause, findings } = { clock: null, pause: null, findings: [] }] = migrations;
        expect(clock?.basis).not.toBe('one-log');
        expect(clock?.interval.most).toBeGreaterThanOrEqual(offset);
        expect(rules({ findings })).not.toContain('logs-do-not-match');
        if (clock?.kind === 'bounded') {
          expect(pause?.least).toBeLessThanOrEqual(made.pause);
          expect(pause?.most ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(made.pause);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('is by one clock where both sides ran on one', async () => {
    await fc.assert(
      fc.asyncProperty(anyTiming, async (timing) => {
        const made = playPrecopy(timing, BEGIN, 0);
        const { migrations } = await readJournal(journal(made, 'hosta', 'hosta'));
        expect(migrations).toMatchObject([
          { clock: { basis: 'one-log', offset: 0 }, pause: { least: made.pause, most: made.pause } },
        ]);
        const longest = Math.max(made.pause, made.downtime);
        expect(limitOf(longest, migrations).verdict).toBe('kept');
      }),
      { numRuns: 50 },
    );
  });

  it('keeps no limit by its times where 20 ms part the clocks', async () => {
    const made = playPrecopy(SLOW, BEGIN, -20_000);
    expect(made.pause).toBe(96_501);
    const two = await readJournal(journal(made, 'hosta', 'hostb'));
    expect(limitOf(90_000, two.migrations)).toMatchObject({ verdict: 'unknown', longestPossible: null });
    expect(two.migrations[0]?.clock).toMatchObject({ kind: 'bounded', offset: null });
  });

  it('without a host before its lines is most likely of one, which proves nothing', async () => {
    const made = playPrecopy(SLOW, BEGIN, 0);
    const text = fileOf([...made.source, ...made.destination]);
    const { migrations } = await readJournal(text);
    expect(migrations).toMatchObject([
      { clock: { basis: 'close-agreement', offset: 0 }, pause: { least: made.pause, most: made.pause } },
    ]);
    expect(migrations.flatMap(rules)).toContain('clocks-taken-as-one');
    expect(limitOf(300_000, migrations)).toMatchObject({ verdict: 'unknown', doubts: ['one-host'] });
    const told = await readJournal(text, { offset: 0 });
    expect(limitOf(300_000, told.migrations).verdict).toBe('kept');
  });
});

describe('a journal of three hosts', () => {
  it('has their migrations in pairs, each by its own clocks', async () => {
    const first = playPrecopy(QUICK, BEGIN, 30_000);
    const second = playPrecopy(QUICK, BEGIN + 60_000_000 + 30_000, -50_000);
    const text = journal(first, 'hosta', 'hostb') + journal(second, 'hostb', 'hostc');
    const { migrations } = await readJournal(text);
    expect(migrations.map(({ source, destination }) => [source !== null, destination !== null])).toEqual([
      [true, true],
      [true, true],
    ]);
    expect(migrations.map(({ clock }) => (clock.interval.most ?? 0) > 0)).toEqual([true, false]);
  });
});
