import type { TraceEvent } from '../trace-log/event.js';
import { nameOf } from './side-events.js';

/** What one log has of one migration. */
interface Attempt {
  readonly events: readonly TraceEvent[];
}

/**
 * Parts the events of several QEMUs that ran at once, as in a trace of a whole host or a journal: all switchover events of a migration
 * come from one thread, and of one process where lines have no threads. Events of other threads stay with the event before them, of
 * their process where that is told.
 * @param isTelling of a checkpoint that each migration's own thread fires
 */
export function byThread(
  events: readonly TraceEvent[],
  isTelling: (name: string) => boolean,
): readonly (readonly TraceEvent[])[] {
  const own = new Set<string>();
  for (const event of events) {
    const name = nameOf(event);
    const thread = threadOf(event);
    if (thread !== undefined && name !== undefined && isTelling(name)) own.add(thread);
  }
  if (own.size < 2) return [events];
  const streams = new Map<string | undefined, TraceEvent[]>();
  const lastOf = new Map<string | undefined, string | undefined>();
  let last: string | undefined;
  for (const event of events) {
    const thread = threadOf(event);
    const process = processOf(event);
    if (thread !== undefined && own.has(thread)) last = thread;
    else last = lastOf.get(process) ?? last;
    lastOf.set(process, last);
    const stream = streams.get(last);
    if (stream) stream.push(event);
    else streams.set(last, [event]);
  }
  return [...streams.values()];
}

/** Undefined where neither the line nor what is before it tells anything. */
function threadOf(event: TraceEvent): string | undefined {
  const process = processOf(event);
  return event.thread === null ? process : `${process ?? ''} ${event.thread}`;
}

function processOf({ writer }: TraceEvent): string | undefined {
  return writer === null ? undefined : `${writer.host ?? ''} ${writer.process ?? ''}`;
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
