import type { EventBody, TraceEvent } from '../trace-log/event.js';
import { withMixed } from './mixed.js';
import { nameOf } from './side-events.js';
import { byThread, inOrder } from './threads.js';

/** A device's row. */
export type RowBody = Exclude<EventBody, { readonly kind: 'checkpoint' }>;

/** What one log has of one migration. */
export interface Attempt {
  readonly events: TraceEvent[];
  /** Those among the events that are checkpoints. */
  readonly checkpoints: TraceEvent[];
  /** Some of it may be another migration's, and nothing tells which. */
  readonly isMixed?: boolean;
}

/** No migration is begun anew as soon as that: a call stands twice in QEMU's source; microseconds. */
const AT_ONCE = 1000;

/** Whether a checkpoint fired again, or a row was printed again. @param isOver whether nothing may be between */
function isAgain({ events, checkpoints }: Attempt, event: TraceEvent, isOver: boolean): boolean {
  const { at } = event;
  if (at === null) return false;
  const isSame = (other: TraceEvent | undefined): boolean =>
    other !== undefined && other.at !== null && at - other.at <= AT_ONCE && keyOf(other) === keyOf(event);
  if (isOver) return isSame(nameOf(event) === undefined ? events.at(-1) : checkpoints.at(-1));
  for (let index = events.length - 1; index >= 0; index--) {
    const other = events[index];
    if (isSame(other)) return true;
    if (other?.at == null || at - other.at > AT_ONCE) return false;
  }
  return false;
}

function keyOf({ body }: TraceEvent): string {
  return body.kind === 'checkpoint' ? body.name : body.key;
}

/** Parts the source's events into migrations, those of several QEMUs apart. */
export function sourceAttempts(events: readonly TraceEvent[]): Attempt[] {
  const streams = byThread(events, (name) => name === 'src-downtime-start');
  const attempts = streams.flatMap((stream) => withMixed(attemptsToSave(stream), 'source'));
  return streams.length === 1 ? attempts : inOrder(attempts);
}

/** One begins at src-downtime-start, and whatever has no such begin is one by itself. */
function attemptsToSave(events: readonly TraceEvent[]): Attempt[] {
  const attempts: Attempt[] = [];
  let open: Attempt | undefined;
  let hasStart = false;
  let hasEnd = false;
  let isSaved = false;
  for (const event of events) {
    const name = nameOf(event);
    const isEnd = name === 'src-downtime-end';
    // Behind its end a migration has nothing but a second end. A snapshot ends when all is saved.
    const isOver = hasStart ? hasEnd && !isEnd : (isSaved || hasEnd) && !isEnd;
    if (!open || ((name === 'src-downtime-start' || isOver) && !isAgain(open, event, isOver))) {
      open = { events: [], checkpoints: [] };
      attempts.push(open);
      hasStart = name === 'src-downtime-start';
      hasEnd = false;
      isSaved = false;
    }
    open.events.push(event);
    if (name !== undefined) open.checkpoints.push(event);
    hasEnd ||= isEnd;
    isSaved ||= name === 'src-non-iterable-saved';
  }
  return attempts;
}

/** Parts the destination's events into migrations, those of several QEMUs apart. */
export function destinationAttempts(events: readonly TraceEvent[]): Attempt[] {
  const streams = byThread(events, (name) => name.includes('-bh-'));
  const attempts = streams.flatMap((stream) => withMixed(attemptsToLoad(stream), 'destination'));
  return streams.length === 1 ? attempts : inOrder(attempts);
}

/**
 * One ends when the guest runs; in postcopy RAM is loaded on behind that. A device
 * that is loaded again, or a stream that is loaded anew, begins another: the one before failed. Nothing else begins one.
 */
function attemptsToLoad(events: readonly TraceEvent[]): Attempt[] {
  const attempts: Attempt[] = [];
  let open: Attempt | undefined;
  let seen = new Set<string>();
  let isLoaded = false;
  let state: 'loading' | 'precopy-runs' | 'postcopy-runs' = 'loading';
  for (const event of events) {
    const { body } = event;
    const name = nameOf(event);
    const key = keyOf(event);
    const isIterable = body.kind !== 'checkpoint' && body.section === 'iterable';
    const isOver = state !== 'loading' && !(isIterable && state === 'postcopy-runs');
    const isAnew = isLoaded && name === undefined && !isIterable;
    const isBegin = seen.has(key) && (name === undefined || name === 'dst-precopy-loadvm-completed');
    if (!open || ((isOver || isBegin || isAnew) && !isAgain(open, event, isOver))) {
      open = { events: [], checkpoints: [] };
      attempts.push(open);
      seen = new Set();
      isLoaded = false;
      state = 'loading';
    }
    open.events.push(event);
    if (name !== undefined) open.checkpoints.push(event);
    seen.add(key);
    isLoaded ||= name === 'dst-precopy-loadvm-completed';
    if (name === 'dst-precopy-bh-vm-started') state = 'precopy-runs';
    if (name === 'dst-postcopy-bh-vm-started') state = 'postcopy-runs';
  }
  return attempts;
}
