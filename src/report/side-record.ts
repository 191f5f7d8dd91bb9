import type { TraceEvent } from '../trace-log/event.js';
import type { Attempt } from './attempts.js';
import {
  type OrderDefects,
  orderDefects,
  POSTCOPY_ORDER,
  PRECOPY_ORDER,
  SOURCE_ORDER,
} from './checkpoint-order.js';
import { findings } from './finding-wording.js';
import type { Finding, MigrationKind, SideRecord } from './model.js';
import { nameOf } from './side-events.js';

/** One side of a migration, judged. */
export interface JudgedSide extends SideRecord {
  readonly kind: MigrationKind;
  /** Whose clock its times are by, where what syslog or the journal put before the lines names one host. */
  readonly host: string | null;
  readonly events: readonly TraceEvent[];
  /** Rows before this index were printed before the switchover: state that is sent while the guest runs. */
  readonly from: number;
  /** The checkpoints that count, by name. */
  readonly marks: ReadonlyMap<string, TraceEvent>;
  readonly findings: readonly Finding[];
}

/** Judges what the source's log has of a migration. */
export function judgeSource(attempt: Attempt, isAlone = false): JudgedSide {
  const { events, checkpoints } = attempt;
  if (attempt.isMixed) return mixed(attempt, 'source');
  const marks = firsts(checkpoints);
  const kind = sourceKind(checkpoints, events, marks);
  const names = namesOf(checkpoints);
  const end = names.indexOf('src-downtime-end');
  // Upstream's own double: the first counts.
  const once = names.filter((name, index) => name !== 'src-downtime-end' || index === end);
  const order = kind === 'savevm' ? ['src-iterable-saved', 'src-non-iterable-saved'] : SOURCE_ORDER;
  const found = orderDefects(once, order);
  // A snapshot alone in its log may be the middle of a migration.
  const isCut = kind === 'savevm' && isAlone;
  const lost = order === SOURCE_ORDER && kind !== 'background-snapshot' && !marks.has('src-iterable-saved');
  const defects = lost ? { ...found, missing: order.filter((name) => !marks.has(name)) } : found;
  const second = checkpoints.filter((event) => nameOf(event) === 'src-downtime-end')[1];
  return {
    ...recordOf(checkpoints, marks, defects, marks.get('src-downtime-start')?.at ?? events[0]?.at ?? null),
    ...(isCut ? { kind: 'unknown', complete: false } : { kind }),
    host: hostOf(events),
    events,
    from: 0,
    marks,
    findings: [
      ...defectFindings(defects, marks, 'source'),
      ...(kind === 'savevm' ? [findings.snapshot(isCut)] : []),
      ...(second ? [findings.duplicateEnd(second.line)] : []),
    ],
  };
}

/** Judges what the destination's log has of a migration. */
export function judgeDestination(attempt: Attempt): JudgedSide {
  const { events, checkpoints } = attempt;
  if (attempt.isMixed) return mixed(attempt, 'destination');
  const marks = firsts(checkpoints);
  const isPostcopy = [...marks.keys()].some((name) => name.startsWith('dst-postcopy-'));
  const names = namesOf(checkpoints);
  const defects = orderDefects(names, isPostcopy ? POSTCOPY_ORDER : PRECOPY_ORDER);
  const isResumed = names.some((name) => name.includes('-bh-'));
  const loaded = marks.get('dst-precopy-loadvm-completed');
  const from = firstOfPause(events);
  const first = events[from];
  return {
    ...recordOf(checkpoints, marks, defects, first ? beginOf(first) : null),
    kind: isPostcopy ? 'postcopy' : isResumed ? 'precopy' : 'unknown',
    host: hostOf(events),
    events,
    from,
    marks,
    findings:
      loaded && !isResumed
        ? [findings.failedLoad(loaded.line)]
        : defectFindings(defects, marks, 'destination'),
  };
}

/** Lines of several migrations, of which no time between any two is known to be of one. */
function mixed({ events, checkpoints }: Attempt, side: 'source' | 'destination'): JudgedSide {
  const none = { missing: [], twice: [], early: undefined };
  return {
    ...recordOf(checkpoints, new Map(), none, events[0]?.at ?? null),
    complete: false,
    kind: 'unknown',
    host: hostOf(events),
    events,
    from: 0,
    marks: new Map(),
    findings: [findings.mixed(side)],
  };
}

/** A source that has a destination is no snapshot: if nothing iterable ended, that line was lost. */
export function sourceOfPair(source: JudgedSide, destination: JudgedSide): JudgedSide {
  if (source.kind !== 'background-snapshot' || destination.kind === 'unknown') return source;
  const lost = findings.missingCheckpoints('source', ['src-iterable-saved']);
  return { ...source, kind: 'unknown', complete: false, findings: [...source.findings, lost] };
}

/** What was loaded before the first device that the source saved in its pause was sent while the guest ran. */
export function destinationOfPair(source: JudgedSide, destination: JudgedSide): JudgedSide {
  const saved = new Set(source.events.flatMap(({ body }) => (body.kind === 'save' ? [body.key] : [])));
  const { events, from, origin, checkpoints } = destination;
  const first = events.findIndex(({ body }) => body.kind === 'load' && saved.has(body.key));
  const event = events[first];
  if (!event || first <= from) return destination;
  const begin = beginOf(event);
  const later = begin === null || origin === null ? 0 : begin - origin;
  return {
    ...destination,
    from: first,
    origin: begin,
    checkpoints: checkpoints.map((one) => ({ ...one, at: one.at === null ? null : one.at - later })),
  };
}

/** When what an event tells of began: a row is printed at its end. */
export function beginOf({ at, body }: TraceEvent): number | null {
  return at === null || body.kind === 'checkpoint' ? at : at - body.duration;
}

/** In the pause the iterable state ends first; what is loaded whole before that was sent at the begin of the migration. */
function firstOfPause(events: readonly TraceEvent[]): number {
  const loaded = events.findIndex((event) => nameOf(event) === 'dst-precopy-loadvm-completed');
  const iterable = events.findIndex(({ body }) => body.kind === 'load' && body.section === 'iterable');
  return iterable > 0 && iterable < loaded ? iterable : 0;
}

function hostOf(events: readonly TraceEvent[]): string | null {
  const host = events[0]?.writer?.host ?? null;
  return events.every(({ writer }) => (writer?.host ?? null) === host) ? host : null;
}

function namesOf(checkpoints: readonly TraceEvent[]): string[] {
  return checkpoints.map(nameOf).filter((name) => name !== undefined);
}

function firsts(events: readonly TraceEvent[]): Map<string, TraceEvent> {
  const marks = new Map<string, TraceEvent>();
  for (const event of events) {
    const name = nameOf(event);
    if (name !== undefined && !marks.has(name)) marks.set(name, event);
  }
  return marks;
}

/**
 * What the source's log tells of the kind: in precopy RAM has a row, postcopy may end twice, and in a background snapshot nothing
 * iterable ends. That something is not there proves no more, since lines may be lost.
 */
function sourceKind(
  checkpoints: readonly TraceEvent[],
  events: readonly TraceEvent[],
  marks: ReadonlyMap<string, TraceEvent>,
): MigrationKind {
  const isLive = ['src-downtime-start', 'src-vm-stopped', 'src-downtime-end'].some((name) => marks.has(name));
  // Of a snapshot both are saved; one alone may be of anything.
  if (!isLive)
    return marks.has('src-iterable-saved') && marks.has('src-non-iterable-saved') ? 'savevm' : 'unknown';
  if (events.some(({ body }) => isRam(body))) return 'precopy';
  if (!marks.has('src-non-iterable-saved')) return 'unknown';
  const isIterable = ({ body }: TraceEvent): boolean =>
    body.kind !== 'checkpoint' && body.section === 'iterable';
  if (!marks.has('src-iterable-saved')) {
    // Where the log begins behind it, that it is not there tells nothing.
    const isWhole = marks.has('src-downtime-start') || marks.has('src-vm-stopped');
    return isWhole && !events.some(isIterable) ? 'background-snapshot' : 'unknown';
  }
  const ends = checkpoints.filter((event) => nameOf(event) === 'src-downtime-end');
  return ends.length > 1 ? 'postcopy' : 'unknown';
}

/** Whether an event is the row of RAM, whose iterable part a postcopy saves when the guest runs. */
export function isRam(body: TraceEvent['body']): boolean {
  return body.kind !== 'checkpoint' && body.section === 'iterable' && body.idstr === 'ram';
}

function recordOf(
  checkpoints: readonly TraceEvent[],
  marks: ReadonlyMap<string, TraceEvent>,
  { missing, twice, early }: OrderDefects,
  origin: number | null,
): SideRecord {
  return {
    complete: missing.length === 0 && twice.length === 0 && early === undefined,
    origin,
    checkpoints: checkpoints.flatMap((event) => {
      const name = nameOf(event);
      if (name === undefined) return [];
      const at = event.at === null || origin === null ? null : event.at - origin;
      return [{ name, at, line: event.line, counts: marks.get(name) === event }];
    }),
  };
}

function defectFindings(
  { missing, twice, early }: OrderDefects,
  marks: ReadonlyMap<string, TraceEvent>,
  side: 'source' | 'destination',
): Finding[] {
  return [
    ...(early ? [findings.orderImpossible(side, early, marks.get(early.name)?.line ?? null)] : []),
    ...twice.map((name) => findings.duplicateCheckpoint(side, name, marks.get(name)?.line ?? null)),
    ...(missing.length > 0 ? [findings.missingCheckpoints(side, missing)] : []),
  ];
}
