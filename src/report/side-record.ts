import type { TraceEvent } from '../trace-log/event.js';
import type { Attempt } from './attempts.js';
import {
  type OrderDefects,
  orderDefects,
  POSTCOPY_ORDER,
  PRECOPY_ORDER,
  SOURCE_ORDER,
} from './checkpoint-order.js';
import type { Finding, MigrationKind, SideRecord } from './model.js';
import { nameOf } from './side-events.js';
import { findings } from './wording.js';

/** One side of a migration, judged. */
export interface JudgedSide extends SideRecord {
  readonly kind: MigrationKind;
  readonly events: readonly TraceEvent[];
  /** Rows before this index were printed before the switchover: state that is sent while the guest runs. */
  readonly from: number;
  /** The checkpoints that count, by name. */
  readonly marks: ReadonlyMap<string, TraceEvent>;
  readonly findings: readonly Finding[];
}

/** Judges what the source's log has of a migration. */
export function judgeSource({ events, checkpoints }: Attempt): JudgedSide {
  const marks = firsts(checkpoints);
  const kind = sourceKind(events, marks);
  const names = namesOf(checkpoints);
  const end = names.indexOf('src-downtime-end');
  // Upstream's own double: the first counts.
  const once = names.filter((name, index) => name !== 'src-downtime-end' || index === end);
  const order = kind === 'savevm' ? ['src-iterable-saved', 'src-non-iterable-saved'] : SOURCE_ORDER;
  const defects = orderDefects(once, order);
  const second = checkpoints.filter((event) => nameOf(event) === 'src-downtime-end')[1];
  return {
    ...recordOf(checkpoints, marks, defects, marks.get('src-downtime-start')?.at ?? events[0]?.at ?? null),
    kind,
    events,
    from: 0,
    marks,
    findings: [
      ...defectFindings(defects, marks, 'source'),
      ...(second ? [findings.duplicateEnd(second.line)] : []),
    ],
  };
}

/** Judges what the destination's log has of a migration. */
export function judgeDestination({ events, checkpoints }: Attempt): JudgedSide {
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
    events,
    from,
    marks,
    findings:
      loaded && !isResumed
        ? [findings.failedLoad(loaded.line)]
        : defectFindings(defects, marks, 'destination'),
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

/** What the source's log tells of the kind: in postcopy RAM has no row, in a background snapshot nothing iterable ends. */
function sourceKind(events: readonly TraceEvent[], marks: ReadonlyMap<string, TraceEvent>): MigrationKind {
  const isLive = ['src-downtime-start', 'src-vm-stopped', 'src-downtime-end'].some((name) => marks.has(name));
  if (!isLive) return 'savevm';
  const isRow = ({ body }: TraceEvent): boolean => body.kind !== 'checkpoint';
  const isRam = ({ body }: TraceEvent): boolean =>
    body.kind !== 'checkpoint' && body.section === 'iterable' && body.idstr === 'ram';
  if (events.some(isRam)) return 'precopy';
  if (!marks.has('src-non-iterable-saved')) return 'unknown';
  if (!marks.has('src-iterable-saved')) return 'background-snapshot';
  return events.some(isRow) ? 'postcopy' : 'unknown';
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
