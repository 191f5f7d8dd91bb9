import type { ClockSettings } from './clock.js';
import type { Pair } from './migration.js';
import { bestSums, pathOf, type Step } from './pairing-sums.js';
import { isAlikeWhole, type Offset, wholeOf } from './pairing-worth.js';
import type { JudgedSide } from './side-record.js';

/** Clocks that are set alike differ by less; microseconds. */
const SECOND = 1_000_000;
/** How many pairs are weighed; behind that the logs are paired by order alone. */
const MANY = 1_000_000;

/**
 * Pairs the migrations of two logs, in order: as many as possible that go together by kind, by outcome and by times. Where others
 * would fit as well, the last are taken rather than the first, and said to be ambiguous.
 */
export function pairSides(
  sources: readonly JudgedSide[],
  destinations: readonly JudgedSide[],
  settings: ClockSettings,
): Pair[] {
  const size = sources.length * destinations.length;
  if (size > MANY) return byOrder(sources, destinations);
  const offsets = likelyOffsets(sources, destinations, settings);
  const found = offsets.flatMap((offset) => {
    const best = bestSums(sources, destinations, offset);
    const sum = best.at(-1)?.at(-1) ?? 0;
    return (['last', 'first'] as const).map((preferred) => ({
      sum,
      steps: pathOf(sources, destinations, offset, best, preferred),
    }));
  });
  // By different offsets, what is a little nearer proves nothing.
  const rank = (sum: number): number => (offsets.length > 1 ? wholeOf(sum) : sum);
  const most = Math.max(...found.map(({ sum }) => rank(sum)));
  const equal = found.filter(({ sum }) => rank(sum) === most).map(({ steps }) => steps);
  const taken = equal[0] ?? [];
  const others = equal.slice(1).map(partnersOf);
  const isTold = size === 1 && taken.length > 1 && isUnlikeKind(sources, destinations);
  return taken.map(({ source, destination }) => ({
    source: sources[source ?? -1] ?? null,
    destination: destinations[destination ?? -1] ?? null,
    unlike: isTold ? (source === null ? sources[0] : destinations[0]) : undefined,
    isAmbiguous: source !== null && others.some((partners) => (partners.get(source) ?? null) !== destination),
  }));
}

/** Whether a log has one kind of migration and the other another one. */
function isUnlikeKind([source]: readonly JudgedSide[], [destination]: readonly JudgedSide[]): boolean {
  const kinds = new Set([source?.kind, destination?.kind]);
  return kinds.has('precopy') && kinds.has('postcopy');
}

function partnersOf(steps: readonly Step[]): Map<number, number | null> {
  return new Map(
    steps.flatMap(({ source, destination }) => (source === null ? [] : [[source, destination]])),
  );
}

/**
 * By which offsets the times may be held against each other: the one given, or none if a pair shows that the clocks are set alike;
 * else that of any two which may go together, since all others then follow by the same.
 */
function likelyOffsets(
  sources: readonly JudgedSide[],
  destinations: readonly JudgedSide[],
  { offset, isOneLog, times }: ClockSettings,
): Offset[] {
  if (sources.length === 1 && destinations.length === 1) return [undefined];
  if (typeof offset === 'number') return [{ value: offset, isGuess: false }];
  if (isOneLog) return [{ value: 0, isGuess: false }];
  const apart = new Set<number>();
  for (const source of sources)
    for (const destination of destinations)
      if (isAlikeWhole(source, destination) && source.origin !== null && destination.origin !== null)
        apart.add(destination.origin - source.origin);
  const sorted = [...apart].sort((one, other) => Math.abs(one) - Math.abs(other));
  const [nearest] = sorted;
  if (nearest === undefined) return [undefined];
  if (times.source === times.destination && times.source !== 'relative' && Math.abs(nearest) < SECOND)
    return [{ value: 0, isGuess: false }];
  const most = Math.max(1, Math.floor(MANY / (sources.length * destinations.length)));
  return sorted.slice(0, most).map((value) => ({ value, isGuess: true }));
}

function byOrder(sources: readonly JudgedSide[], destinations: readonly JudgedSide[]): Pair[] {
  const length = Math.max(sources.length, destinations.length);
  return Array.from({ length }, (_, index) => ({
    source: sources[index] ?? null,
    destination: destinations[index] ?? null,
    isAmbiguous: true,
  }));
}
