import { describe, expect, it } from 'vitest';
import type { Device } from '../../src/report/model.js';
import { outlierWords, withOutliers } from '../../src/report/outliers.js';
import { onlyMigration, sampleText } from './read-sample.js';

/** Devices of one class that took so many microseconds to save. */
function saved(...durations: readonly number[]): Device[] {
  return durations.map((duration, instance) => ({
    ...{ idstr: 'x', instance, section: 'non-iterable', class: 'other', load: null, skipped: false },
    save: { duration, start: null, line: instance + 1, counts: 'counted', outlier: null },
  }));
}

const outliersOf = (devices: readonly Device[]) =>
  withOutliers(devices, false).flatMap(({ save }) => (save?.outlier ? [save.outlier] : []));

describe('an outlier', () => {
  it('takes five times the median of its class on its side', () => {
    expect(outliersOf(saved(400, 400, 400, 400, 1_999))).toEqual([]);
    expect(outliersOf(saved(400, 400, 400, 400, 2_000))).toEqual([
      { median: 400, times: 5, of: 5, among: 'all' },
    ]);
  });

  it('needs four rows of its class: of three no median tells what is usual', () => {
    expect(outliersOf(saved(400, 400, 9_000))).toEqual([]);
    expect(outliersOf(saved(400, 400, 400, 9_000))).toMatchObject([{ of: 4 }]);
  });

  it('is shorter than a millisecond only if it is 5 % of all rows of its side', () => {
    const long = saved(1_000_000).map((device) => ({ ...device, class: 'ram' as const }));
    const short = saved(2, 2, 2, 2, 230);
    expect(outliersOf(short)).toEqual([{ median: 2, times: 115, of: 5, among: 'all' }]);
    expect(outliersOf([...long, ...short])).toEqual([]);
    expect(outliersOf([...long, ...saved(2, 2, 2, 2, 1_000)])).toMatchObject([{ times: 500 }]);
  });

  it('is never shorter than 0.1 ms', () => {
    expect(outliersOf(saved(1, 1, 1, 1, 99))).toEqual([]);
    expect(outliersOf(saved(1, 1, 1, 1, 100))).toHaveLength(1);
  });

  it('of a median of nothing is no multiple, and needs a whole millisecond', () => {
    expect(outliersOf(saved(0, 0, 0, 0, 999))).toEqual([]);
    const marked = withOutliers(saved(0, 0, 0, 0, 1_000), false);
    expect(marked.map(({ save }) => save?.outlier?.times)).toEqual([...Array(4).fill(undefined), null]);
    const save = marked[4]?.save ?? null;
    expect(outlierWords({ save, load: null })).toBe('save far above its class');
  });

  it('is said with its factor where there is one, and not at all where there is none', () => {
    const [usual, , , , odd] = withOutliers(saved(400, 400, 400, 400, 2_000), false);
    const [save, same] = [odd?.save ?? null, usual?.save ?? null];
    expect(outlierWords({ save, load: same })).toBe('save 5 × its class');
    expect(outlierWords({ save, load: save })).toBe('save 5 × its class, load 5 × its class');
    expect(outlierWords({ save: same, load: null })).toBe('');
  });

  it('is said with what it is compared with: those that sent something where that is known', async () => {
    const [source, destination] = [sampleText('precopy-src-v10'), sampleText('precopy-dst-v10')];
    const told = async (other: string | undefined) => {
      const { findings } = await onlyMigration(source, other);
      return findings.find(({ rule }) => rule === 'outlier')?.message.replace(/^.*; /, '');
    };
    expect(await told(destination)).toBe('the median of the 7 of class pci that sent something is 2 µs');
    const all =
      'the median of the 15 of class pci (those that sent nothing among them, which only the destination’s log tells) is 1 µs';
    expect(await told(undefined)).toBe(all);
    // A destination whose load failed does not tell it either.
    expect(await told(destination.split('\n').slice(0, 20).join('\n'))).toBe(all);
  });
});
