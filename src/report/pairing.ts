import type { ClockSettings } from './clock.js';
import type { Pair } from './migration.js';
import { likelyOffsets } from './pairing-offsets.js';
import { contradicts, differs, NO_WAY, type Table, type Way, waysBy } from './pairing-ways.js';
import { fitOf, LATE, LATE_BY_GUESS, SOON } from './pairing-worth.js';
import type { JudgedSide } from './side-record.js';

/** Clocks that are set alike differ by less; microseconds. */
const SECOND = 1_000_000;
/** Most loads come far sooner behind their saves than any may; microseconds. */
const SOONER = [200_000, 20_000];
/** How many pairs are weighed; behind that the logs are paired by order alone. And how many rows of devices. */
const MANY = 1_000_000;
const MANY_ROWS = 5_000_000;

/** The way to pair that was taken, and those that may be right as well. */
interface Choice {
  readonly taken: Way;
  readonly equal: readonly Way[];
  /** With fewer pairs, by clocks that agree better and loads that came sooner. */
  readonly closer: readonly Way[];
}

/**
 * Pairs the migrations of two logs, in order and by one offset of the clocks: as many as possible that go together by kind, by
 * outcome, and by cause and effect. What would fit otherwise as well is said to be ambiguous.
 */
export function pairSides(
  sources: readonly JudgedSide[],
  destinations: readonly JudgedSide[],
  settings: ClockSettings,
): Pair[] {
  const size = sources.length * destinations.length;
  if (size > MANY) return byOrder(sources, destinations);
  const hosts = new Set([...sources, ...destinations].flatMap(({ host }) => host ?? []));
  const clocks = { ...settings, isOneLog: settings.isOneLog && hosts.size < 2 };
  const { taken, equal, closer } = choiceOf(tableOf(sources, destinations, settings), clocks);
  const isTold = size === 1 && taken.partners.size === 0 && isUnlikeKind(sources, destinations);
  return taken.steps.map((step) => ({
    source: sources[step.source ?? -1] ?? null,
    destination: destinations[step.destination ?? -1] ?? null,
    unlike: isTold ? (step.source === null ? sources[0] : destinations[0]) : undefined,
    isAmbiguous:
      taken.late.has(step.source ?? -1) ||
      equal.some((way) => differs(step, way)) ||
      closer.some((way) => contradicts(step, way)),
  }));
}

function tableOf(
  sources: readonly JudgedSide[],
  destinations: readonly JudgedSide[],
  { returnPath }: ClockSettings,
): Table {
  const rows = (sides: readonly JudgedSide[]) => sides.reduce((sum, { events }) => sum + events.length, 0);
  const work = rows(sources) * destinations.length + rows(destinations) * sources.length;
  return {
    sources: sources.length,
    destinations: destinations.length,
    fits: sources.map((source) =>
      destinations.map((destination) => fitOf(source, destination, returnPath, work <= MANY_ROWS)),
    ),
  };
}

function choiceOf(table: Table, { offset, isOneLog, times }: ClockSettings): Choice {
  const size = table.sources * table.destinations;
  const known = typeof offset === 'number' ? offset : isOneLog ? 0 : undefined;
  if (size > 1 && known !== undefined) return byKnown(table, known, [known]);
  const all = size > 1 ? likelyOffsets(table.fits, MANY / size) : [];
  if (all.length === 0) return bestOf(waysBy(table, undefined), true);
  const isWall = times.source === 'wall' && times.destination === 'wall';
  const others = all.flatMap((value) => waysBy(table, { offset: value, soon: SOON, late: LATE_BY_GUESS }));
  const guessed = bestOf(others);
  const near = isWall ? [0, ...all.filter((value) => Math.abs(value) < SECOND)].sort(smallest) : [];
  const alike = near.length === 0 ? undefined : byKnown(table, 0, near);
  // Clocks that are set alike are far likelier than others, but for many more pairs that agree in another offset.
  if (alike === undefined || guessed.taken.live > 4 * alike.taken.live) return guessed;
  if (guessed.taken.live > 2 * alike.taken.live)
    return { ...guessed, equal: [...guessed.equal, alike.taken] };
  const more = [guessed.taken, ...guessed.equal].filter(({ live }) => live > alike.taken.live);
  return { ...alike, equal: [...alike.equal, ...more] };
}

/** By offsets that are known, or known to be small. */
function byKnown(table: Table, known: number, offsets: readonly number[]): Choice {
  const heldTo = (soon: number, late: number) =>
    offsets
      .filter((value) => Math.abs(value - known) <= soon)
      .flatMap((value) => waysBy(table, { offset: value, soon, late }));
  const best = bestOf(heldTo(SOON, LATE), offsets.length === 1);
  const closer = SOONER.flatMap((soon) => {
    const found = bestOf(heldTo(soon, 0));
    return found.taken.live === 0 ? [] : [found.taken];
  });
  return { ...best, closer };
}

/** @param isExact whether what is nearer in time is better; by different offsets that proves nothing */
function bestOf(ways: readonly Way[], isExact = false): Choice {
  const value = ({ sum, rank }: Way): number => (isExact ? sum : rank);
  const most = ways.reduce((best, way) => Math.max(best, value(way)), 0);
  const unlike = new Map<string, Way>();
  for (const way of ways) {
    const key = [...way.partners].join();
    if (value(way) === most && !unlike.has(key)) unlike.set(key, way);
  }
  const [taken, ...equal] = unlike.values();
  return { taken: taken ?? NO_WAY, equal, closer: [] };
}

function smallest(one: number, other: number): number {
  return Math.abs(one) - Math.abs(other);
}

/** Whether a log has one kind of migration and the other another one. */
function isUnlikeKind([source]: readonly JudgedSide[], [destination]: readonly JudgedSide[]): boolean {
  const kinds = new Set([source?.kind, destination?.kind]);
  return kinds.has('precopy') && kinds.has('postcopy');
}

function byOrder(sources: readonly JudgedSide[], destinations: readonly JudgedSide[]): Pair[] {
  const length = Math.max(sources.length, destinations.length);
  return Array.from({ length }, (_, index) => ({
    source: sources[index] ?? null,
    destination: destinations[index] ?? null,
    isAmbiguous: true,
  }));
}
