import { type Lane, laneName, type Mark, type Slice } from './timeline.js';

/** An event of Chrome's trace format; times are whole microseconds. */
export interface TraceEvent {
  readonly name: string;
  /** `M` names a process or thread, `X` is a slice, `i` an instant, `s` and `f` are the ends of an arrow. */
  readonly ph: 'M' | 'X' | 'i' | 's' | 'f';
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly cat?: string;
  readonly id?: number;
  /** Of an arrow's end: the slice around it. */
  readonly bp?: 'e';
  /** Of an instant: it belongs to its thread. */
  readonly s?: 't';
  readonly args?: Readonly<Record<string, string | number>>;
}

/** What one side of a migration looks like as a process: a thread a row of slices, in which none overlaps another. */
export interface TraceProcess {
  readonly pid: number;
  readonly name: string;
  readonly marks: readonly Mark[];
  readonly lanes: readonly Lane[];
}

/** The events of a process. @param by is added to every time */
export function processEvents({ pid, name, marks, lanes }: TraceProcess, by: number): TraceEvent[] {
  const process = [
    named(pid, 0, 'process_name', { name }),
    named(pid, 0, 'process_sort_index', { sort_index: pid }),
  ];
  const checkpoints = marks.map(
    (mark): TraceEvent => ({
      ...{ name: mark.name, cat: 'checkpoint', ph: 'i', s: 't' },
      ...{ pid, tid: threadId(pid, 0), ts: Math.round(mark.at + by) },
    }),
  );
  const threads = rowsOfLanes(lanes).flatMap(({ label, row }, index) => {
    const tid = threadId(pid, index + 1);
    return [
      ...threadNames(pid, tid, label, index + 1),
      ...row.map((slice) => sliceEvent(slice, { pid, tid }, by)),
    ];
  });
  const first = checkpoints.length > 0 ? threadNames(pid, threadId(pid, 0), 'checkpoints', 0) : [];
  return [...process, ...first, ...checkpoints, ...threads];
}

/** An arrow from each device's save to its load, where both took time: a slice of no length holds no arrow's end. */
export function arrows(from: TraceProcess, to: TraceProcess, by: number): TraceEvent[] {
  const loads = new Map(places(to, by).map((place) => [place.device, place]));
  return places(from, by).flatMap(({ device, name, pid, tid, ts }, index): TraceEvent[] => {
    const load = loads.get(device);
    // A load that waits for its data can begin before the save does; an arrow cannot go back.
    const reached = Math.max(load?.ts ?? 0, ts);
    if (!load || reached >= load.end) return [];
    const shared = { name, cat: 'state', id: from.pid * 100_000 + index };
    return [
      { ...shared, ph: 's', pid, tid, ts },
      { ...shared, ph: 'f', bp: 'e', pid: load.pid, tid: load.tid, ts: reached },
    ];
  });
}

function places({ pid, lanes }: TraceProcess, by: number) {
  return rowsOfLanes(lanes).flatMap(({ row }, index) =>
    row
      .filter(({ device, start, end }) => device !== null && end > start)
      .map(({ device, name, start, end }) => {
        const times = { ts: Math.round(start + by), end: Math.round(end + by) };
        return { device, name, pid, tid: threadId(pid, index + 1), ...times };
      }),
  );
}

function rowsOfLanes(lanes: readonly Lane[]): { label: string; row: readonly Slice[] }[] {
  return lanes.flatMap((lane) => lane.rows.map((row) => ({ label: laneName(lane), row })));
}

/** Unique in the file: some readers know a thread by its number alone. A process has two lanes at most, of a hundred rows each. */
function threadId(pid: number, row: number): number {
  return pid * 1000 + row;
}

function threadNames(pid: number, tid: number, name: string, index: number): TraceEvent[] {
  return [
    named(pid, tid, 'thread_name', { name }),
    named(pid, tid, 'thread_sort_index', { sort_index: index }),
  ];
}

function named(pid: number, tid: number, name: string, args: Record<string, string | number>): TraceEvent {
  return { name, ph: 'M', pid, tid, ts: 0, args };
}

function sliceEvent(slice: Slice, place: { pid: number; tid: number }, by: number): TraceEvent {
  const ts = Math.round(slice.start + by);
  const cat = slice.device ? 'device' : 'phase';
  const { name, detail } = slice;
  return { name, cat, ph: 'X', ...place, ts, dur: Math.round(slice.end + by) - ts, args: { detail } };
}
