import type { Device, DeviceClass, DeviceRow, Outlier } from './model.js';
import { medianOf } from './statistics.js';

/** Of fewer rows no median tells what is usual. */
const ENOUGH = 4;
/** How many times the median is far. */
const FAR = 5;
/** Shorter rows are not worth a word, in microseconds. */
const WORTH = 100;

/** Marks the rows that take far longer than the others of their class on their side. */
export function withOutliers(devices: readonly Device[]): Device[] {
  const usual = {
    save: medians(devices, 'save'),
    load: medians(devices, 'load'),
  };
  return devices.map((device) => {
    const save = device.save && marked(device.save, usual.save[device.section].get(device.class));
    const load = device.load && marked(device.load, usual.load[device.section].get(device.class));
    return save === device.save && load === device.load ? device : { ...device, save, load };
  });
}

interface Usual {
  readonly median: number;
  readonly of: number;
}

type BySection<Value> = Readonly<Record<Device['section'], Map<DeviceClass, Value>>>;

function medians(devices: readonly Device[], which: 'save' | 'load'): BySection<Usual> {
  const groups: BySection<number[]> = { iterable: new Map(), 'non-iterable': new Map() };
  for (const device of devices) {
    const row = device[which];
    if (row?.counts !== 'counted' || device.skipped) continue;
    const group = groups[device.section].get(device.class);
    if (group) group.push(row.duration);
    else groups[device.section].set(device.class, [row.duration]);
  }
  const usual = (durations: number[]): Usual => ({ median: medianOf(durations), of: durations.length });
  const all = (of: Map<DeviceClass, number[]>): Map<DeviceClass, Usual> =>
    new Map([...of].map(([name, durations]) => [name, usual(durations)]));
  return { iterable: all(groups.iterable), 'non-iterable': all(groups['non-iterable']) };
}

function marked(row: DeviceRow, usual: Usual | undefined): DeviceRow {
  const outlier = outlierOf(row, usual);
  return outlier ? { ...row, outlier } : row;
}

function outlierOf({ duration, counts }: DeviceRow, usual: Usual | undefined): Outlier | null {
  if (!usual || usual.of < ENOUGH || counts !== 'counted' || duration < WORTH) return null;
  const { median, of } = usual;
  if (duration < FAR * Math.max(median, 1)) return null;
  return { median, times: Math.round((duration / Math.max(median, 1)) * 10) / 10, of };
}
