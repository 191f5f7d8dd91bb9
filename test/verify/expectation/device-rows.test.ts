import { describe, expect, it } from 'vitest';
import { type DeviceRow, judgeDevices } from '../../../src/verify/expectation/device-rows.js';

const row = (kind: DeviceRow['kind'], section: string, idstr: string): DeviceRow => ({
  kind,
  section,
  idstr,
  instance: 0,
  duration: 10,
  key: `${section} ${idstr}#0`,
});

const saved = [row('save', 'iterable', 'ram'), row('save', 'non-iterable', 'cpu')];
const loaded = [row('load', 'iterable', 'ram'), row('load', 'non-iterable', 'cpu')];
const PLAIN = { tellsSkipped: [] };

describe('the rows of a migration', () => {
  it('are right where each device is saved and loaded once', () => {
    expect(judgeDevices('precopy', saved, loaded, PLAIN)).toEqual({
      saved: 2,
      loaded: 2,
      faults: [],
      notes: [],
    });
  });

  it.each([
    ['a device that is not loaded', saved, loaded.slice(0, 1), 'non-iterable cpu#0 is saved and not loaded'],
    [
      'a device that was not saved',
      saved.slice(0, 1),
      loaded,
      'non-iterable cpu#0 is loaded and was not saved',
    ],
    ['a double save', [...saved, ...saved.slice(1)], loaded, 'source: non-iterable cpu#0 is saved 2 times'],
    [
      'a double load',
      saved,
      [...loaded, ...loaded.slice(0, 1)],
      'destination: iterable ram#0 is loaded 2 times',
    ],
    ['no iterable device', saved.slice(1), loaded.slice(1), 'source: no iterable device is saved'],
    ['nothing on the destination', saved, [], 'destination: no iterable device is loaded'],
  ])('show %s', (_, source, destination, fault) => {
    expect(judgeDevices('precopy', source, destination, PLAIN).faults).toContain(fault);
  });

  it('may tell of a skipped device where the code skips only behind the time', () => {
    const skipped = [...saved, row('save', 'non-iterable', 'ram')];
    expect(judgeDevices('precopy', skipped, loaded, PLAIN).faults).toEqual([
      'non-iterable ram#0 is saved and not loaded',
    ]);
    const told = judgeDevices('precopy', skipped, loaded, { tellsSkipped: ['non-iterable'] });
    expect([told.faults, told.notes.length]).toEqual([[], 1]);
  });
});

describe('by the kind of migration', () => {
  it('postcopy loads RAM without a save row, since its own end has none', () => {
    expect(judgeDevices('postcopy', saved.slice(1), loaded, PLAIN).faults).toEqual([]);
    expect(judgeDevices('precopy', saved.slice(1), loaded, PLAIN).faults).not.toEqual([]);
  });

  it('a background snapshot saves devices alone, and nobody loads', () => {
    expect(judgeDevices('background-snapshot', saved.slice(1), undefined, PLAIN).faults).toEqual([]);
    expect(judgeDevices('background-snapshot', [], undefined, PLAIN).faults).toEqual([
      'source: no non-iterable device is saved',
    ]);
  });

  it('a migration whose destination is gone before the switch saves nothing', () => {
    expect(judgeDevices('failed', [], undefined, PLAIN).faults).toEqual([]);
    expect(judgeDevices('failed', saved, undefined, PLAIN).faults).toHaveLength(2);
  });

  it('without a trace of the destination nothing is held against it', () => {
    expect(judgeDevices('precopy', saved, undefined, PLAIN).faults).toEqual([]);
  });
});
