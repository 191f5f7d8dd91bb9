/** An event of Chrome's trace format, as a reader of a file finds it. */
export interface ReadEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly id?: number;
  readonly cat?: string;
  readonly bp?: string;
  readonly s?: string;
  readonly args?: Readonly<Record<string, unknown>>;
}

/** What of the format's rules a file breaks: kinds of events, nesting, names, arrows. */
export function brokenTraceRules(text: string): string[] {
  const { traceEvents } = JSON.parse(text) as { traceEvents: readonly ReadEvent[] };
  return [
    ...traceEvents.flatMap(brokenEvent),
    ...[...byThread(traceEvents, 'X').values()].flatMap(brokenNesting),
    ...brokenNames(traceEvents),
    ...brokenArrows(traceEvents),
  ];
}

function brokenEvent(event: ReadEvent): string[] {
  const { ph, ts, pid, tid, dur, s, args } = event;
  const what = JSON.stringify(event);
  return [
    ...(typeof event.name === 'string' && 'MXisf'.includes(ph) ? [] : [`no kind of event: ${what}`]),
    ...([ts, pid, tid].every((number) => Number.isSafeInteger(number) && number >= 0)
      ? []
      : [`no whole number: ${what}`]),
    ...(ph === 'X' && !(Number.isSafeInteger(dur) && Number(dur) >= 0) ? [`no duration: ${what}`] : []),
    ...(ph === 'i' && !['t', 'p', 'g'].includes(s ?? '') ? [`no scope: ${what}`] : []),
    ...(ph === 'M' && (args === undefined || Object.keys(args).length !== 1) ? [`no name: ${what}`] : []),
  ];
}

function byThread(events: readonly ReadEvent[], ph: string): Map<string, ReadEvent[]> {
  const threads = new Map<string, ReadEvent[]>();
  for (const event of events.filter((one) => one.ph === ph)) {
    const key = `${event.pid}/${event.tid}`;
    threads.set(key, [...(threads.get(key) ?? []), event]);
  }
  return threads;
}

/** Two slices of a thread lie beside each other, or one in the other. */
function brokenNesting(slices: readonly ReadEvent[]): string[] {
  const open: number[] = [];
  const sorted = [...slices].sort((one, other) => one.ts - other.ts || (other.dur ?? 0) - (one.dur ?? 0));
  return sorted.flatMap(({ name, ts, dur = 0 }) => {
    while (open.length > 0 && (open.at(-1) ?? 0) <= ts) open.pop();
    const around = open.at(-1);
    open.push(ts + dur);
    return around !== undefined && ts + dur > around ? [`${name} at ${ts} overlaps what began before`] : [];
  });
}

function brokenNames(events: readonly ReadEvent[]): string[] {
  const named = (name: string) => events.filter((event) => event.ph === 'M' && event.name === name);
  const processes = new Set(named('process_name').map(({ pid }) => pid));
  const threads = named('thread_name').map(({ pid, tid }) => `${pid}/${tid}`);
  const drawn = events.filter(({ ph }) => ph !== 'M');
  return [
    ...drawn.filter(({ pid }) => !processes.has(pid)).map(({ pid }) => `process ${pid} has no name`),
    ...drawn
      .filter(({ pid, tid }) => !threads.includes(`${pid}/${tid}`))
      .map(({ tid }) => `thread ${tid} has no name`),
    // Some readers know a thread by its number alone.
    ...(new Set(threads.map((thread) => thread.split('/')[1])).size < threads.length
      ? ['two threads have one number']
      : []),
  ];
}

/** Each arrow has one begin and one end, not before it, both in a slice. */
function brokenArrows(events: readonly ReadEvent[]): string[] {
  const ends = events.filter(({ ph }) => ph === 's' || ph === 'f');
  const slices = byThread(events, 'X');
  const isHeld = ({ pid, tid, ts }: ReadEvent): boolean =>
    (slices.get(`${pid}/${tid}`) ?? []).some((slice) => slice.ts <= ts && ts < slice.ts + (slice.dur ?? 0));
  return [...new Set(ends.map(({ id }) => id))].flatMap((id) => {
    const own = ends.filter((end) => end.id === id);
    const [begin, end] = [own.find(({ ph }) => ph === 's'), own.find(({ ph }) => ph === 'f')];
    if (own.length !== 2 || !begin || !end || id === undefined) return [`arrow ${id} is no pair`];
    return [
      ...(begin.name === end.name && begin.cat === end.cat ? [] : [`arrow ${id} has two names`]),
      ...(begin.ts <= end.ts ? [] : [`arrow ${id} goes back`]),
      ...(end.bp === 'e' ? [] : [`arrow ${id} ends in the next slice`]),
      ...(isHeld(begin) && isHeld(end) ? [] : [`arrow ${id} begins or ends in no slice`]),
    ];
  });
}
