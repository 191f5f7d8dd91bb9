import type { TraceEvent } from '../trace-log/event.js';
import type { TraceLog } from '../trace-log/read-log.js';
import { isKnown } from './checkpoint-order.js';
import type { Side } from './model.js';

/** A log's events of one side, in the order of their times. */
export interface SideEvents {
  readonly side: Side;
  readonly events: readonly TraceEvent[];
  readonly duplicates: number;
  readonly otherSide: number;
  /** Names of checkpoints that do not exist, each once, and how many events have one. */
  readonly unknownNames: readonly string[];
  readonly unknown: number;
  /** Lines that stand behind one of a later time. */
  readonly outOfOrder: number;
  /** By how much one of them is earlier at most; microseconds. */
  readonly back: number;
}

/** The side that an event fires on; undefined of a checkpoint that does not exist, which may be of either. */
export function sideOf({ body }: TraceEvent): Side | undefined {
  if (body.kind !== 'checkpoint') return body.kind === 'save' ? 'source' : 'destination';
  return isKnown(body.name) ? namedSide(body.name) : undefined;
}

/** The side that the name of a checkpoint tells. */
function namedSide(name: string): Side {
  return name.startsWith('dst-') ? 'destination' : 'source';
}

/**
 * Takes the events of one side from a log, sorts them by time where they have one, and leaves out what is there twice.
 * @param isOfBoth whether the log is read for the other side as well, so that a name that does not exist is said once
 */
export function sideEvents(log: TraceLog, side: Side, isOfBoth = false): SideEvents {
  const own: TraceEvent[] = [];
  const unknownNames = new Set<string>();
  let otherSide = 0;
  let unknown = 0;
  for (const event of log.events) {
    const of = sideOf(event);
    if (of === side) own.push(event);
    else if (of !== undefined) otherSide++;
    else {
      const name = nameOf(event) ?? '';
      if (isOfBoth && namedSide(name) !== side) continue;
      unknown++;
      unknownNames.add(name);
    }
  }
  const { outOfOrder, back } = orderOf(own);
  const sorted = outOfOrder === 0 ? own : own.sort((one, other) => (one.at ?? 0) - (other.at ?? 0));
  const events = withoutDuplicates(sorted);
  return {
    side,
    events,
    duplicates: sorted.length - events.length,
    otherSide,
    unknownNames: [...unknownNames],
    unknown,
    outOfOrder,
    back,
  };
}

function orderOf(events: readonly TraceEvent[]): Pick<SideEvents, 'outOfOrder' | 'back'> {
  let latest = Number.NEGATIVE_INFINITY;
  let outOfOrder = 0;
  let back = 0;
  for (const { at } of events) {
    if (at === null) continue;
    if (at < latest) outOfOrder++;
    back = Math.max(back, latest - at);
    latest = Math.max(latest, at);
  }
  return { outOfOrder, back };
}

/** The same event at the same microsecond is the same line again, as where a log was pasted twice. */
function withoutDuplicates(sorted: readonly TraceEvent[]): readonly TraceEvent[] {
  let moment: number | null = null;
  const atOnce = new Set<string>();
  return sorted.filter((event) => {
    if (event.at === null) return true;
    if (event.at !== moment) atOnce.clear();
    moment = event.at;
    const identity = identityOf(event);
    if (atOnce.has(identity)) return false;
    atOnce.add(identity);
    return true;
  });
}

/** All that two events of one moment can differ in. */
function identityOf({ thread, writer, body }: TraceEvent): string {
  const from = writer === null ? `${thread}` : `${writer.host} ${writer.process} ${thread}`;
  return body.kind === 'checkpoint'
    ? `${from} checkpoint ${body.name}`
    : `${from} ${body.kind} ${body.duration} ${body.key}`;
}

/** The name of a checkpoint, or undefined of a row. */
export function nameOf({ body }: TraceEvent): string | undefined {
  return body.kind === 'checkpoint' ? body.name : undefined;
}
