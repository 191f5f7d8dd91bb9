import type { TraceEvent } from '../trace-log/event.js';
import type { CausalPair, Interval } from './model.js';
import { nameOf } from './side-events.js';
import { beginOf, type JudgedSide } from './side-record.js';

/**
 * A cause on one host and its effect on the other, as a bound of the offset (destination's clock − source's): what the
 * source caused sets the most, what the destination caused the least.
 */
export interface Bound {
  readonly sets: 'least' | 'most';
  readonly offset: number;
  readonly cause: TraceEvent;
  readonly effect: TraceEvent;
}

/** Rounding: both stamps of a row's duration were cut to microseconds. */
const ROW_ROUNDING = 2;

/** Every bound that the two logs of a migration give, whatever the settings of QEMU. */
export function bounds(source: JudgedSide, destination: JudgedSide): Bound[] {
  return [
    ...streamBounds(source, destination),
    ...rowBounds(source.events, destination.events),
    ...secondEndBounds(source, destination),
  ];
}

/** The bound that holds where the return path is on: the source waits for the destination's word that the guest runs. */
export function returnPathBound(source: JudgedSide, destination: JudgedSide): Bound | undefined {
  const cause = destination.marks.get('dst-precopy-bh-vm-started');
  const effect = source.marks.get('src-downtime-end');
  return cause && effect ? boundOf('least', cause.at, effect.at, cause, effect) : undefined;
}

/** The stream is loaded when it was saved. */
export function streamBounds(source: JudgedSide, destination: JudgedSide): Bound[] {
  const cause = source.marks.get('src-non-iterable-saved') ?? source.marks.get('src-iterable-saved');
  const effect = destination.marks.get('dst-precopy-loadvm-completed');
  const bound = cause && effect && boundOf('most', cause.at, effect.at, cause, effect);
  return bound ? [bound] : [];
}

/**
 * The load of a device begins when its header has come, which is written when its save begins, which is after the event before it
 * in the source's thread. That event's time is the surer one: a row's line may be printed late.
 */
function rowBounds(source: readonly TraceEvent[], destination: readonly TraceEvent[]): Bound[] {
  const saves = new Map<string, TraceEvent>();
  const stopped = source.findIndex((event) => nameOf(event) === 'src-vm-stopped');
  const lastOf = new Map<TraceEvent['thread'], TraceEvent>();
  for (const event of stopped < 0 ? [] : source.slice(stopped)) {
    const before = lastOf.get(event.thread);
    lastOf.set(event.thread, event);
    if (before && event.body.kind === 'save' && !saves.has(event.body.key)) saves.set(event.body.key, before);
  }
  const found: Bound[] = [];
  for (const event of destination) {
    const cause = event.body.kind === 'load' ? saves.get(event.body.key) : undefined;
    const begin = beginOf(event);
    if (!cause || begin === null) continue;
    const bound = boundOf('most', cause.at, begin + ROW_ROUNDING, cause, event);
    if (bound) found.push(bound);
  }
  return found;
}

/** In postcopy the source ends for the second time when the destination has said that all is loaded. */
function secondEndBounds(source: JudgedSide, destination: JudgedSide): Bound[] {
  if (destination.kind !== 'postcopy') return [];
  const effect = source.events.filter((event) => nameOf(event) === 'src-downtime-end')[1];
  if (!effect) return [];
  const loaded = destination.events.filter(
    (event) => nameOf(event) === 'dst-precopy-loadvm-completed' || event.body.kind === 'load',
  );
  return loaded.flatMap((cause) => boundOf('least', cause.at, effect.at, cause, effect) ?? []);
}

function boundOf(
  sets: 'least' | 'most',
  causeAt: number | null,
  effectAt: number | null,
  cause: TraceEvent,
  effect: TraceEvent,
): Bound | undefined {
  if (causeAt === null || effectAt === null) return undefined;
  const offset = sets === 'most' ? effectAt - causeAt : causeAt - effectAt;
  return { sets, offset, cause, effect };
}

/** The names of a bound's events. */
export function pairOf(bound: Bound | null): CausalPair | null {
  return bound && { cause: eventName(bound.cause), effect: eventName(bound.effect) };
}

/** An event by name, as a row `load non-iterable cpu#0`. */
function eventName(event: TraceEvent): string {
  const { body } = event;
  return body.kind === 'checkpoint' ? body.name : `${body.kind} ${body.key}`;
}

/** What all bounds leave, and which of them set its ends. */
export function intersection(all: readonly Bound[]): {
  readonly interval: Interval;
  readonly least: Bound | null;
  readonly most: Bound | null;
} {
  let least: Bound | null = null;
  let most: Bound | null = null;
  for (const bound of all) {
    if (bound.sets === 'least' && (least === null || bound.offset > least.offset)) least = bound;
    if (bound.sets === 'most' && (most === null || bound.offset < most.offset)) most = bound;
  }
  return { interval: { least: least?.offset ?? null, most: most?.offset ?? null }, least, most };
}
