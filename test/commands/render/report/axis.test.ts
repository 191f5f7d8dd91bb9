import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ticks } from '../../../../src/commands/render/report/axis.js';

describe('the ticks of an axis', () => {
  it.each([
    [0, 482_590, 6, ['0 ms', '100 ms', '200 ms', '300 ms', '400 ms']],
    [0, 2_475, 6, ['0.0 ms', '0.5 ms', '1.0 ms', '1.5 ms', '2.0 ms']],
    [0, 1_810, 4, ['0 µs', '500 µs', '1000 µs', '1500 µs']],
    [-150, 300, 5, ['-100 µs', '0 µs', '100 µs', '200 µs', '300 µs']],
    [0, 30_000_000, 3, ['0 s', '10 s', '20 s', '30 s']],
    [0, 1, 6, ['0 µs', '1 µs']],
    [482_588, 482_591, 4, ['482.588 ms', '482.589 ms', '482.590 ms', '482.591 ms']],
  ])('from %d to %d µs are round', (from, to, count, labels) => {
    expect(ticks(from, to, count).map(({ label }) => label)).toEqual(labels);
  });

  it('are few, within the axis, and no two alike', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 1, max: 1e10 }), (from, length) => {
        const all = ticks(from, from + length, 6);
        expect(all.length).toBeLessThanOrEqual(7);
        expect(new Set(all.map(({ label }) => label)).size).toBe(all.length);
        for (const { at } of all) expect(at).toBeGreaterThanOrEqual(from);
        for (const { at } of all) expect(at).toBeLessThanOrEqual(from + length);
      }),
    );
  });
});
