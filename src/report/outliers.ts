import type { Device, DeviceClass, DeviceRow, Outlier } from './model.js';
import { medianOf } from './statistics.js';

/** Of fewer rows no median tells what is usual. */
const ENOUGH = 4;
/** How many times the median is far. */
const FAR = 5;
/** Longer rows are worth a word, in microseconds. */
const WORTH = 1000;
/** Shorter ones only if they are this part of all rows of their side, */
const WORTH_PART = 0.05;
/** and none that is shorter yet. */
const NEVER_WORTH = 100;

/**
 * Marks the rows that take far longer than the others of their class on their side.
 * @param isSentKnown whether a device that is not skipped is known to have sent something
 */
export function withOutliers(devices: readonly Device[], isSentKnown: boolean): Device[] {
  const among = { save: isSentKnown ? 'sent' : 'all', load: 'sent' } as const;
  const usual = {
    save: medians(devices, 'save'),
    load: medians(devices, 'load'),
  };
  const worth = { save: worthOf(devices, 'save'), load: worthOf(devices, 'load') };
  return devices.map((device) => {
    const own = (which: 'save' | 'load') => usual[which][device.section].get(device.class);
    const save = device.save && marked(device.save, own('save'), worth.save, among.save);
    const load = device.load && marked(device.load, own('load'), worth.load, among.load);
    return save === device.save && load === device.load ? device : { ...device, save, load };
  });
}

/** How long a row of a side is at least that is worth a word. */
function worthOf(devices: readonly Device[], which: 'save' | 'load'): number {
  const all = devices.reduce((sum, { [which]: row }) => sum + (isCounted(row) ? row.duration : 0), 0);
  return Math.min(WORTH, Math.max(NEVER_WORTH, all * WORTH_PART));
}

function isCounted(row: DeviceRow | null): row is DeviceRow {
  return row?.counts === 'counted';
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
    if (!isCounted(row) || device.skipped) continue;
    const group = groups[device.section].get(device.class);
    if (group) group.push(row.duration);
    else groups[device.section].set(device.class, [row.duration]);
  }
  const usual = (durations: number[]): Usual => ({ median: medianOf(durations), of: durations.length });
  const all = (of: Map<DeviceClass, number[]>): Map<DeviceClass, Usual> =>
    new Map([...of].map(([name, durations]) => [name, usual(durations)]));
  return { iterable: all(groups.iterable), 'non-iterable': all(groups['non-iterable']) };
}

function marked(row: DeviceRow, usual: Usual | undefined, worth: number, among: Outlier['among']): DeviceRow {
  const outlier = usual && isCounted(row) ? outlierOf(row.duration, usual, worth) : null;
  return outlier ? { ...row, outlier: { ...outlier, among } } : row;
}

function outlierOf(duration: number, { median, of }: Usual, worth: number): Omit<Outlier, 'among'> | null {
  if (of < ENOUGH) return null;
  // Of what is too short to be measured nothing is a multiple.
  if (median < 1) return duration < WORTH ? null : { median, times: null, of };
  if (duration < worth || duration < FAR * median) return null;
  return { median, times: Math.round((duration / median) * 10) / 10, of };
}

/** How far a device's rows are from its class, in a few words; empty where they are not. */
export function outlierWords({ save, load }: Pick<Device, 'save' | 'load'>): string {
  return [...rowWords('save', save), ...rowWords('load', load)].join(', ');
}

function rowWords(which: 'save' | 'load', row: DeviceRow | null): string[] {
  if (!row?.outlier) return [];
  const { times } = row.outlier;
  return [times === null ? `${which} far above its class` : `${which} ${times} × its class`];
}
