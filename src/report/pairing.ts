import type { ClockSettings } from './clock.js';
import type { Pair } from './migration.js';
import type { JudgedSide } from './side-record.js';

/** Sides that are further apart do not go together the better for being a little nearer; microseconds. */
const HOUR = 3_600_000_000;
/** How many pairs are weighed; behind that the logs are paired by order alone. */
const MANY = 1_000_000;

/**
 * Pairs the migrations of two logs, in order: as many as possible of those that both sides completed, of like kind, the nearest by
 * wall clocks, the last rather than the first.
 */
export function pairSides(
  sources: readonly JudgedSide[],
  destinations: readonly JudgedSide[],
  settings: ClockSettings,
): Pair[] {
  const offset = likelyOffset(settings);
  if (sources.length * destinations.length > MANY) return byOrder(sources, destinations);
  const best = bestSums(sources, destinations, offset);
  const pairs: Pair[] = [];
  let row = sources.length;
  let column = destinations.length;
  // From the end, so that of equals the last are taken.
  while (row > 0 || column > 0) {
    const source = sources[row - 1];
    const destination = destinations[column - 1];
    const sum = best[row]?.[column] ?? 0;
    if (source && destination) {
      const value = worth(source, destination, offset);
      if (value > 0 && sum === (best[row - 1]?.[column - 1] ?? 0) + value) {
        pairs.push({ source, destination });
        row--;
        column--;
        continue;
      }
    }
    if (source && (!destination || sum === (best[row - 1]?.[column] ?? 0))) {
      pairs.push({ source, destination: null });
      row--;
    } else {
      pairs.push({ source: null, destination: destination ?? null });
      column--;
    }
  }
  return pairs.reverse();
}

/** The offset given, else that of clocks which are set alike; undefined where times do not help to pair. */
function likelyOffset({ offset, isOneLog, times }: ClockSettings): number | undefined {
  if (typeof offset === 'number') return offset;
  return isOneLog || (times.source === 'wall' && times.destination === 'wall') ? 0 : undefined;
}

/** The best sum of the first so many of each, as for a longest common subsequence. */
function bestSums(
  sources: readonly JudgedSide[],
  destinations: readonly JudgedSide[],
  offset: number | undefined,
): number[][] {
  const best: number[][] = [new Array<number>(destinations.length + 1).fill(0)];
  for (const source of sources) {
    const above = best.at(-1) ?? [];
    const sums = [0];
    for (const [index, destination] of destinations.entries()) {
      const paired = (above[index] ?? 0) + worth(source, destination, offset);
      sums.push(Math.max(paired, above[index + 1] ?? 0, sums[index] ?? 0));
    }
    best.push(sums);
  }
  return best;
}

/** How well two go together; 0 where they cannot. Multiples of 1/1024, so that sums are exact. */
function worth(source: JudgedSide, destination: JudgedSide, offset: number | undefined): number {
  if (source.kind === 'savevm') return 0;
  const isLive = source.kind === 'precopy' || source.kind === 'postcopy';
  if (isLive && destination.kind !== 'unknown' && source.kind !== destination.kind) return 0;
  const isAlike = source.complete === destination.complete && source.kind !== 'background-snapshot';
  const base = isAlike ? (source.complete ? 4 : 2) : 1;
  if (offset === undefined || source.origin === null || destination.origin === null) return base;
  const apart = Math.abs(destination.origin - offset - source.origin);
  return base + Math.floor(Math.max(0, 1 - apart / HOUR) * 1023) / 1024;
}

function byOrder(sources: readonly JudgedSide[], destinations: readonly JudgedSide[]): Pair[] {
  const length = Math.max(sources.length, destinations.length);
  return Array.from({ length }, (_, index) => ({
    source: sources[index] ?? null,
    destination: destinations[index] ?? null,
  }));
}
