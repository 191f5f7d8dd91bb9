import type { Device, DeviceRow, Migration, Phase, Report, Span } from './model.js';

/** The migrations to show in full: the chosen one, else all. */
export function shownMigrations({ migrations, chosen }: Report): readonly Migration[] {
  return chosen === null ? migrations : migrations.filter(({ number }) => number === chosen);
}

/** A phase of which it is known how long it took. */
export type TimedPhase = Phase & { readonly duration: Span };

/** The phases to list: without times, or where nothing relates two clocks, there is nothing to say of one but its name. */
export function timedPhases({ phases }: Pick<Migration, 'phases'>): readonly TimedPhase[] {
  return phases.filter((phase): phase is TimedPhase => phase.duration !== null);
}

/** The longer of a device's rows, of those that count. */
export function costOf({ save, load }: Device): number {
  return Math.max(counted(save), counted(load));
}

function counted(row: DeviceRow | null): number {
  return row?.counts === 'counted' ? row.duration : -1;
}

/** The devices to list: the costliest first, outliers among them whatever they cost. @param top how many; null for all */
export function shownDevices(devices: readonly Device[], top: number | null): readonly Device[] {
  const sorted = [...devices].sort((one, other) => costOf(other) - costOf(one));
  if (top === null) return sorted;
  return sorted.filter(
    (device, index) => index < top || device.save?.outlier != null || device.load?.outlier != null,
  );
}

/** What the shares of a lane are parts of: the source ends before the guest runs again. */
export function shareBase(lane: Phase['lane']): 'downtime' | 'pause' {
  return lane === 'source' ? 'downtime' : 'pause';
}

/** A device as people name it: `cpu#0`. */
export function deviceName({ idstr, instance }: Pick<Device, 'idstr' | 'instance'>): string {
  return `${idstr}#${instance}`;
}
