import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HostSettings } from '../../src/report/build-report.js';
import { limitOf } from '../../src/report/limit.js';
import { fileOf, type MadeMigration, playPrecopy, type Timing } from './made-migration.js';
import { readTexts, rules } from './read-sample.js';

const BEGIN = 1_795_000_000_000_000;
const SECOND = 1_000_000;

/** One migration, and which of the logs have it. */
interface Logged {
  readonly made: MadeMigration;
  readonly begin: number;
  readonly logs: 'both' | 'source' | 'destination';
}

const short = fc.integer({ min: 50, max: 20_000 });

/** Loads keep pace with saves, as they do live. */
const timing: fc.Arbitrary<Timing> = fc.record({
  stop: short,
  beforeRam: short,
  devices: fc.array(fc.record({ save: short, load: short, gap: fc.integer({ min: 0, max: 50 }) }), {
    minLength: 1,
    maxLength: 5,
  }),
  after: short,
  transit: fc.integer({ min: 50, max: 10_000 }),
  steps: fc.tuple(short, short, short),
  completion: short,
  returnPath: fc.boolean(),
});

/** Some migrations, each with the time to the next, of which either log may lack any. */
const fleet = (gap: fc.Arbitrary<number>, offset: number): fc.Arbitrary<readonly Logged[]> =>
  fc
    .array(fc.tuple(timing, gap, fc.constantFrom('both', 'both', 'source', 'destination')), {
      minLength: 2,
      maxLength: 6,
    })
    .map((drawn) => {
      let begin = BEGIN;
      return drawn.map(([one, next, logs]) => {
        const logged = { made: playPrecopy(one, begin, offset), begin, logs } as const;
        begin += next;
        return logged;
      });
    });

const linesOf = (all: readonly Logged[], side: 'source' | 'destination'): string =>
  fileOf(all.flatMap(({ made, logs }) => (logs === 'both' || logs === side ? made[side] : [])));

const readFleet = (all: readonly Logged[], withRows: boolean, settings: Partial<HostSettings>) => {
  const bare = (text: string) => (withRows ? text : text.replace(/^.*downtime_(?:save|load) .*\n/gm, ''));
  return readTexts(bare(linesOf(all, 'source')), bare(linesOf(all, 'destination')), settings);
};

/** The pairs that are told without a doubt, by the begins of both sides as far as the true ones are known. */
async function expectTruth(all: readonly Logged[], withRows: boolean, settings: Partial<HostSettings>) {
  const { migrations } = await readFleet(all, withRows, settings);
  // Two logs of one each are taken at the user's word.
  for (const migration of migrations.length === 1 ? [] : migrations) {
    const { source, pause } = migration;
    if (!source || pause === null || rules(migration).includes('ambiguous-pairing')) continue;
    const own = all.find(({ begin }) => begin === source.origin);
    expect(own?.logs).toBe('both');
    expect(pause.least).toBeLessThanOrEqual(own?.made.pause ?? 0);
    expect(pause.most ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(own?.made.pause ?? 0);
  }
  return migrations;
}

/** Gaps as jobs have them: nearly equal, or any. */
const regular = fc.integer({ min: 3 * SECOND, max: 3 * SECOND + 5_000 });
const equal = fc.constant(40 * SECOND);
const any = fc.integer({ min: 3 * SECOND, max: 700 * SECOND });

const hasLogs = (all: readonly Logged[]): boolean =>
  (['source', 'destination'] as const).every((side) => linesOf(all, side) !== '');

describe('the migrations of two logs, of which each may lack some, are paired', () => {
  it.each([
    ['equal', equal],
    ['nearly equal', regular],
    ['any', any],
  ])('rightly by the true offset, at %s times', async (_, gap) => {
    for (const offset of [0, 2_000, -3_600 * SECOND])
      await fc.assert(
        fc.asyncProperty(fleet(gap, offset).filter(hasLogs), fc.boolean(), async (all, withRows) => {
          const migrations = await expectTruth(all, withRows, { offset });
          const both = all.filter(({ logs }) => logs === 'both').map(({ begin }) => begin);
          const paired = migrations.filter(({ source, destination }) => source && destination);
          const sure = paired.filter((one) => !rules(one).includes('ambiguous-pairing'));
          if (migrations.length > 1) expect(sure.map(({ source }) => source?.origin)).toEqual(both);
        }),
        { numRuns: 60 },
      );
  });

  it.each([
    ['equal', equal],
    ['nearly equal', regular],
    ['any', any],
  ])('rightly, or not without a doubt, by clocks that are set alike, at %s times', async (_, gap) => {
    for (const offset of [0, 2_000, -40_000])
      await fc.assert(
        fc.asyncProperty(
          fleet(gap, offset).filter((all) => all.length > 1 && all.some(({ logs }) => logs === 'both')),
          fc.boolean(),
          async (all, withRows) => {
            // The pause as far as cause and effect alone tell it.
            await expectTruth(all, withRows, { offset: 'unknown' });
          },
        ),
        { numRuns: 60 },
      );
  });

  it('so that no pair breaks the offset that is given, right or wrong', async () => {
    await fc.assert(
      fc.asyncProperty(
        fleet(any, 0).filter(hasLogs),
        fc.integer({ min: -90, max: 90 }),
        async (all, seconds) => {
          const { migrations } = await readFleet(all, true, { offset: seconds * SECOND });
          if (migrations.length > 1) expect(migrations.flatMap(rules)).not.toContain('logs-do-not-match');
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('two migrations of which each log lacks another one', () => {
  const timings: Timing = {
    ...{ stop: 10_000, beforeRam: 30_000, after: 100, transit: 1_000, completion: 100, returnPath: true },
    ...{ devices: [{ save: 4_000, load: 500, gap: 5 }], steps: [100, 100, 4_800] },
  };
  const at = (seconds: number, offset = 0) => playPrecopy(timings, BEGIN + seconds * SECOND, offset);
  const [first, second, third] = [at(0), at(40), at(85)];
  const source = fileOf([...first.source, ...second.source]);
  const destination = fileOf([...second.destination, ...third.destination]);
  const sides = async (settings: Partial<HostSettings>) => {
    const { migrations } = await readTexts(source, destination, settings);
    return migrations.map((one) => [one.source !== null, one.destination !== null, one.outcome]);
  };
  const TRUTH = [
    [true, false, 'unpaired'],
    [true, true, 'completed'],
    [false, true, 'unpaired'],
  ];

  it('are one pair by equal clocks, though their order would make two', async () => {
    expect(await sides({})).toEqual(TRUTH);
    expect(await sides({ offset: 0 })).toEqual(TRUTH);
    const { migrations } = await readTexts(source, destination, { offset: 0 });
    expect(migrations[1]?.pause).toEqual({ least: second.pause, most: second.pause });
  });

  it('keep no limit, for who was loaded and not saved by any log may have taken any time', async () => {
    const { migrations } = await readTexts(source, destination, { returnPath: 'on' });
    expect(limitOf(300_000, migrations)).toMatchObject({ verdict: 'unknown', doubts: ['unpaired'] });
  });

  it('at equal times may be two pairs by other clocks: that is said, and keeps no limit', async () => {
    const log = (side: 'source' | 'destination', ...seconds: readonly number[]) =>
      fileOf(seconds.flatMap((one) => at(one)[side]));
    const read = (settings: Partial<HostSettings>) =>
      readTexts(log('source', 0, 40), log('destination', 40, 80), settings);
    const { migrations } = await read({});
    expect(migrations.map((one) => rules(one).includes('ambiguous-pairing'))).toEqual([true, true, true]);
    const pair = migrations.filter((one) => one.source && one.destination);
    expect(pair).toHaveLength(1);
    expect(limitOf(300_000, pair)).toMatchObject({
      ...{ verdict: 'unknown', longest: second.downtime, longestPossible: null, longestIfOneHost: null },
      doubts: ['ambiguous-pairing'],
    });
    const told = await read({ offset: 0 });
    expect(told.migrations.flatMap(rules)).not.toContain('ambiguous-pairing');
    expect(
      limitOf(
        300_000,
        told.migrations.filter((one) => one.source && one.destination),
      ).verdict,
    ).toBe('kept');
    // A source that waited has counted all of the pause, whosever the destination is.
    const waited = await read({ returnPath: 'on' });
    const own = waited.migrations.filter((one) => one.source && one.destination);
    expect(own.flatMap(rules)).toContain('ambiguous-pairing');
    expect(limitOf(300_000, own).verdict).toBe('kept');
  });
});
