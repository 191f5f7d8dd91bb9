import type { TraceEvent } from '../trace-log/event.js';
import { POSTCOPY_ORDER, PRECOPY_ORDER, SOURCE_ORDER } from './checkpoint-order.js';
import { exact, exactly } from './duration.js';
import type { Clock, Device, DeviceRow, Phase, PhaseId, PhaseRows, Side, Span } from './model.js';
import type { JudgedSide } from './side-record.js';

/** What a phase is called that a checkpoint ends. */
const ENDED_BY: Readonly<Record<string, PhaseId>> = {
  'src-vm-stopped': 'stop',
  'src-iterable-saved': 'iterable',
  'src-non-iterable-saved': 'non-iterable',
  'src-downtime-end': 'completion',
  'dst-precopy-bh-enter': 'enter',
  'dst-precopy-bh-announced': 'announce',
  'dst-precopy-bh-vm-started': 'start',
  'dst-postcopy-bh-enter': 'enter',
  'dst-postcopy-bh-cpu-synced': 'cpu-sync',
  'dst-postcopy-bh-announced': 'announce',
  'dst-postcopy-bh-cache-invalidated': 'activate',
  'dst-postcopy-bh-vm-started': 'start',
};

/** The wholes that shares are of; null where there is none. */
export interface Totals {
  readonly downtime: number | null;
  readonly pause: Span | null;
}

/** The phases of a migration, those of each side by that side's clock. */
export function phasesOf(
  source: JudgedSide | null,
  destination: JudgedSide | null,
  clock: Clock,
  devices: readonly Device[],
  totals: Totals,
): Phase[] {
  const order = destination?.kind === 'postcopy' ? POSTCOPY_ORDER : PRECOPY_ORDER;
  return [
    ...(source ? neighbours(source, SOURCE_ORDER, 'source', totals.downtime, devices) : []),
    ...(source && destination ? inFlight(source, destination, clock, exactly(totals.pause)) : []),
    ...(destination ? loading(destination, devices) : []),
    ...(destination ? neighbours(destination, order, 'destination', exactly(totals.pause), devices) : []),
  ];
}

/** The times between checkpoints that follow each other; one that is missing leaves a gap, which is no phase. */
function neighbours(
  side: JudgedSide,
  order: readonly string[],
  lane: Side,
  whole: number | null,
  devices: readonly Device[],
): Phase[] {
  const fired = order.filter(
    (name) => name !== 'src-iterable-saved' || side.kind !== 'background-snapshot' || side.marks.has(name),
  );
  const present = fired.filter(
    (name) => name !== 'dst-postcopy-bh-cache-invalidated' || side.marks.has(name),
  );
  return present.slice(1).flatMap((to, index) => {
    const from = present[index] ?? '';
    const id = ENDED_BY[to];
    const begin = side.marks.get(from);
    const end = side.marks.get(to);
    if (!id || !begin || !end || isAmbiguous(side, from) || isAmbiguous(side, to)) return [];
    const duration = between(begin, end);
    if (duration !== null && duration < 0) return [];
    const start = begin.at === null || side.origin === null ? null : begin.at - side.origin;
    const section = id === 'iterable' || id === 'non-iterable' ? id : undefined;
    return [
      {
        id,
        lane,
        from,
        to,
        start,
        duration: duration === null ? null : exact(duration),
        share: duration === null || !whole ? null : duration / whole,
        rows: section ? rowsIn(saved(devices, section), start, duration) : null,
      },
    ];
  });
}

/** A checkpoint that fired twice marks no moment; of the ends the first counts. */
function isAmbiguous({ checkpoints }: JudgedSide, name: string): boolean {
  return name !== 'src-downtime-end' && checkpoints.filter((one) => one.name === name).length > 1;
}

function between(begin: TraceEvent, end: TraceEvent): number | null {
  return begin.at === null || end.at === null ? null : end.at - begin.at;
}

/** From the last byte saved to the last byte loaded: on the way, and what the destination has not loaded by then. */
function inFlight(source: JudgedSide, destination: JudgedSide, clock: Clock, whole: number | null): Phase[] {
  const from = source.marks.get('src-non-iterable-saved');
  const to = destination.marks.get('dst-precopy-loadvm-completed');
  if (!from || !to) return [];
  const apart = between(from, to);
  const duration = apart === null ? null : spanBetween(apart, clock);
  const taken = exactly(duration);
  return [
    {
      id: 'in-flight',
      lane: 'between',
      from: 'src-non-iterable-saved',
      to: 'dst-precopy-loadvm-completed',
      start: from.at === null || source.origin === null ? null : from.at - source.origin,
      duration,
      share: taken === null || !whole ? null : taken / whole,
      rows: null,
    },
  ];
}

/**
 * How long it is from a moment of the source to one of the destination, as far as the clocks are known.
 * @param apart the destination's time minus the source's
 */
export function spanBetween(apart: number, { kind, offset, interval }: Clock): Span | null {
  if (offset !== null) return apart < offset ? null : exact(apart - offset);
  if (kind === 'unknown' || interval.most === null) return null;
  return {
    least: Math.max(0, apart - interval.most),
    most: interval.least === null ? null : apart - interval.least,
  };
}

function loading({ marks, origin, events, from }: JudgedSide, devices: readonly Device[]): Phase[] {
  const end = marks.get('dst-precopy-loadvm-completed');
  if (!end || events[from]?.body.kind !== 'load') return [];
  const duration = end.at === null || origin === null ? null : end.at - origin;
  return [
    {
      id: 'load',
      lane: 'destination',
      from: 'first load',
      to: 'dst-precopy-loadvm-completed',
      start: origin === null ? null : 0,
      duration: duration === null ? null : exact(duration),
      share: null,
      rows: rowsIn(loaded(devices), origin === null ? null : 0, duration),
    },
  ];
}

function saved(devices: readonly Device[], of: Device['section']): DeviceRow[] {
  const rows: DeviceRow[] = [];
  for (const { save, section } of devices) if (section === of && save?.counts === 'counted') rows.push(save);
  return rows;
}

function loaded(devices: readonly Device[]): DeviceRow[] {
  const rows: DeviceRow[] = [];
  for (const { load } of devices) if (load?.counts === 'counted') rows.push(load);
  return rows;
}

/** What rows cover of a phase: the union of their times, since some may overlap. */
function rowsIn(rows: DeviceRow[], start: number | null, duration: number | null): PhaseRows | null {
  if (start === null || duration === null || rows.length === 0) return null;
  rows.sort((one, other) => (one.start ?? 0) - (other.start ?? 0));
  const end = start + duration;
  let count = 0;
  let explained = 0;
  let covered = start;
  for (const row of rows) {
    if (row.start === null) continue;
    const to = row.start + row.duration;
    if (to < start || to > end) continue;
    count++;
    explained += Math.max(0, to - Math.max(row.start, covered));
    covered = Math.max(covered, to);
  }
  return { count, explained, unexplained: duration - explained };
}
