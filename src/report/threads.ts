import type { TraceEvent } from '../trace-log/event.js';
import { nameOf } from './side-events.js';

/** What one log has of one migration. */
interface Attempt {
  readonly events: readonly TraceEvent[];
}

/**
 * Parts the events of several QEMUs that ran at once, as in a trace of a whole host: all switchover events of a migration come from
 * one thread. Events of other threads stay with the event before them.
 * @param isTelling of a checkpoint that each migration's own thread fires
 */
export function byThread(
  events: readonly TraceEvent[],
  isTelling: (name: string) => boolean,
): readonly (readonly TraceEvent[])[] {
  const own = new Set<number>();
  for (const event of events) {
    const name = nameOf(event);
    if (event.thread !== null && name !== undefined && isTelling(name)) own.add(event.thread);
  }
  if (own.size < 2) return [events];
  const streams = new Map<number | null, TraceEvent[]>();
  let last: number | null = null;
  for (const event of events) {
    if (event.thread !== null && own.has(event.thread)) last = event.thread;
    const stream = streams.get(last);
    if (stream) stream.push(event);
    else streams.set(last, [event]);
  }
  return [...streams.values()];
}

/** Puts the migrations of several threads in the order of their begins. */
export function inOrder<One extends Attempt>(attempts: readonly One[]): One[] {
  return [...attempts].sort((one, other) => beginOf(one) - beginOf(other));
}

/** Whether one migration begins before another has ended, which more than one QEMU takes. */
export function areInterleaved(attempts: readonly Attempt[]): boolean {
  let latest = Number.NEGATIVE_INFINITY;
  for (const { events } of attempts) {
    const [first] = events;
    if (first && placeOf(first) < latest) return true;
    for (const event of events) latest = Math.max(latest, placeOf(event));
  }
  return false;
}

function beginOf({ events: [first] }: Attempt): number {
  return first ? placeOf(first) : 0;
}

/** By time, where there is one: lines may be out of order. */
function placeOf({ at, line }: TraceEvent): number {
  return at ?? line;
}
