import { describe, expect, it } from 'vitest';
import { limitOf } from '../../src/report/limit.js';
import { onlyMigration, sampleMigration, sampleText } from './read-sample.js';

const source = sampleText('precopy-src-v10');
const destination = sampleText('precopy-dst-v10');
/** Without the line in which the guest starts. */
const cut = destination.split('\n').slice(0, 30).join('\n');

const verdict = async (most: number, ...migrations: readonly ReturnType<typeof onlyMigration>[]) =>
  limitOf(most, await Promise.all(migrations)).verdict;

describe('a limit', () => {
  it('is held against the guest’s pause where that is known: 2475 µs', async () => {
    expect(await verdict(2475, sampleMigration('precopy', 'v10', { offset: 0 }))).toBe('kept');
    expect(await verdict(2474, sampleMigration('precopy', 'v10', { offset: 0 }))).toBe('exceeded');
  });

  it('is not kept because two clocks agree closely, which proves nothing', async () => {
    const { clock, pause } = await sampleMigration('precopy', 'v10');
    expect([clock.basis, pause]).toEqual(['close-agreement', { least: 2475, most: 2475 }]);
    expect(await verdict(9_000_000, sampleMigration('precopy', 'v10'))).toBe('unknown');
    // By cause and effect the destination's clock may be ahead by 397 µs at most.
    expect(await verdict(2078, sampleMigration('precopy', 'v10'))).toBe('unknown');
    expect(await verdict(2077, sampleMigration('precopy', 'v10'))).toBe('exceeded');
  });

  it('is kept by clocks that agree closely where the return path bounds them on both sides', async () => {
    const both = () => sampleMigration('precopy', 'v7.2', { returnPath: 'on' });
    expect((await both()).clock.basis).toBe('close-agreement');
    expect(await verdict(2441, both())).toBe('kept');
    expect(await verdict(2440, both())).toBe('exceeded');
  });

  it('is not kept by a lower bound: the pause is at least 2078 µs', async () => {
    const bounded = () => sampleMigration('precopy', 'v10', { offset: 'unknown' });
    expect(await verdict(9_000_000, bounded())).toBe('unknown');
    expect(await verdict(2077, bounded())).toBe('exceeded');
  });

  it('is kept by an upper bound: with the return path the two clocks are bound on both sides', async () => {
    const { pause } = await sampleMigration('precopy', 'v7.2', { offset: 'unknown', returnPath: 'on' });
    const both = () => sampleMigration('precopy', 'v7.2', { offset: 'unknown', returnPath: 'on' });
    expect(pause?.most).toBeGreaterThan(pause?.least ?? 0);
    expect(await verdict(2441, both())).toBe('kept');
    expect(await verdict(2440, both())).toBe('exceeded');
  });

  it('is not kept by the source’s downtime alone, unless the source is said to have waited', async () => {
    expect(await verdict(9_000_000, onlyMigration(source, undefined))).toBe('unknown');
    expect(await verdict(2025, onlyMigration(source, undefined))).toBe('exceeded');
    expect(await verdict(2026, onlyMigration(source, undefined, { returnPath: 'on' }))).toBe('kept');
    expect(await verdict(2026, onlyMigration(source, undefined, { returnPath: 'off' }))).toBe('unknown');
  });

  it('is not kept where the logs do not go together, whatever is said of the return path', async () => {
    expect(await verdict(9_000_000, sampleMigration('precopy', 'v10', { returnPath: 'on' }))).toBe('unknown');
    expect(await verdict(9_000_000, sampleMigration('precopy', 'v10', { offset: 60_000_000 }))).toBe(
      'unknown',
    );
  });

  it('is not kept by a migration that is incomplete, but may be exceeded by it', async () => {
    expect(await verdict(9_000_000, onlyMigration(source, cut))).toBe('unknown');
    expect(await verdict(2025, onlyMigration(source, cut))).toBe('exceeded');
    expect(
      await verdict(9_000_000, sampleMigration('precopy', 'v10', { offset: 0 }), onlyMigration(source, cut)),
    ).toBe('unknown');
  });

  it('is not kept by no migration at all', () => {
    expect(limitOf(1, [])).toEqual({
      ...{ most: 1, longest: null, longestPossible: null, longestIfOneHost: null },
      ...{ verdict: 'unknown', undecided: 0, doubts: [] },
    });
  });

  it('is exceeded by one of many, and says of how many it cannot be told', async () => {
    const all = [
      await sampleMigration('precopy', 'v10', { offset: 0 }),
      await onlyMigration(source, undefined),
    ];
    expect(limitOf(2100, all)).toEqual({
      ...{ most: 2100, longest: 2475, longestPossible: null, longestIfOneHost: null, verdict: 'exceeded' },
      ...{ undecided: 1, doubts: ['no-destination'] },
    });
  });
});

describe('the longest of a limit', () => {
  const longest = async (...migrations: readonly ReturnType<typeof onlyMigration>[]) => {
    const limit = limitOf(1, await Promise.all(migrations));
    return [limit.longest, limit.longestPossible, limit.longestIfOneHost];
  };

  it('is one figure where the clocks are known', async () => {
    expect(await longest(sampleMigration('precopy', 'v10', { offset: 0 }))).toEqual([2475, 2475, null]);
    expect(await longest(onlyMigration(source, undefined, { returnPath: 'on' }))).toEqual([2026, 2026, null]);
  });

  it('has no upper bound where nothing bounds the pause', async () => {
    expect(await longest(onlyMigration(source, undefined))).toEqual([2026, null, null]);
    expect(await longest(sampleMigration('precopy', 'v10', { offset: 'unknown' }))).toEqual([
      2078,
      null,
      null,
    ]);
  });

  it('is known less well than it is shown where clocks agree closely: 2475 µs are shown', async () => {
    expect(await longest(sampleMigration('precopy', 'v10'))).toEqual([2078, null, 2475]);
    const { pause, clock } = await sampleMigration('postcopy', 'v7.2');
    expect([pause?.least, clock.interval]).toEqual([1663, { least: -13_437, most: 541 }]);
    expect(await longest(sampleMigration('postcopy', 'v7.2'))).toEqual([1663 - 541, 1663 + 13_437, 1663]);
  });

  it('is of all: without an upper bound of one there is none', async () => {
    const known = sampleMigration('precopy', 'v10', { offset: 0 });
    const shorter = sampleMigration('postcopy', 'v7.2');
    expect(await longest(known, shorter)).toEqual([2475, 1663 + 13_437, null]);
    expect(await longest(known, onlyMigration(source, undefined))).toEqual([2475, null, null]);
  });
});

describe('where it cannot be told, the one reason that applies is said', () => {
  const untimed = (text: string) => text.replace(/^\d+@[\d.]+:/gm, '');
  const doubts = async (migration: ReturnType<typeof onlyMigration>, most = 9_000_000) =>
    limitOf(most, [await migration]).doubts;

  it('a log that is missing', async () => {
    expect(await doubts(onlyMigration(source, undefined))).toEqual(['no-destination']);
    const off = onlyMigration(source, undefined, { returnPath: 'off' });
    expect(await doubts(off)).toEqual(['no-destination-not-waited-for']);
    expect(await doubts(onlyMigration(undefined, destination))).toEqual(['no-source']);
  });

  it('logs without times, or that are not whole, or not of one migration', async () => {
    expect(await doubts(onlyMigration(untimed(source), destination))).toEqual(['no-times']);
    expect(await doubts(onlyMigration(untimed(source), undefined))).toEqual(['no-times']);
    expect(await doubts(onlyMigration(source, cut))).toEqual(['incomplete']);
    expect(await doubts(sampleMigration('precopy', 'v10', { returnPath: 'on' }))).toEqual([
      'logs-do-not-match',
    ]);
  });

  it('clocks that agree closely, with the return path where that may have been on', async () => {
    expect(await doubts(sampleMigration('precopy', 'v10'))).toEqual(['one-host']);
    expect(await doubts(sampleMigration('precopy', 'v7.2'))).toEqual(['one-host-or-waited-for']);
  });

  it('clocks of which only one bound is known, or two that leave too much', async () => {
    const loose = { offset: 'unknown' } as const;
    expect(await doubts(sampleMigration('precopy', 'v10', loose))).toEqual(['no-upper-bound']);
    expect(await doubts(sampleMigration('precopy', 'v7.2', loose))).toEqual(['no-upper-bound-or-waited-for']);
    const postcopy = sampleMigration('postcopy', 'v7.2', loose);
    expect(await doubts(postcopy, 5_000)).toEqual(['bounds-too-wide']);
  });
});

describe('a destination’s log that is cut', () => {
  it('takes the pause away and leaves the source’s downtime', async () => {
    const migration = await onlyMigration(source, cut);
    expect(migration).toMatchObject({ outcome: 'incomplete', downtime: 2026, pause: null });
  });
});
