import type { JudgedSide } from './side-record.js';

/** By how much the destination's clock may differ from the source's; undefined where times do not help to pair. */
export type Offset = { readonly value: number; readonly isGuess: boolean } | undefined;

/** What nearness in time adds to all pairs together is less than one of these. */
const ONE = 2 ** 20;
const NEAREST = 1023;
/** How far apart the two sides of a migration begin at most, if clocks are known, and if they are guessed; microseconds. */
const EARLY = 1_000_000;
const SOON = 60_000_000;

/**
 * How well two go together; 0 where they cannot. By kind and outcome first, by nearness in time among equals.
 */
export function worth(source: JudgedSide, destination: JudgedSide, offset: Offset): number {
  if (!isLikeKind(source, destination)) return 0;
  const isFailed = !source.complete && !destination.complete;
  const base = (isAlikeWhole(source, destination) ? 4 : isFailed ? 2 : 1) * ONE;
  if (offset === undefined || source.origin === null || destination.origin === null) return base;
  const apart = destination.origin - offset.value - source.origin;
  const isExact = !offset.isGuess && source.complete && destination.complete;
  if (apart < (isExact ? -EARLY : -SOON)) return 0;
  if (!offset.isGuess && isLoadedFirst(source, destination, offset.value)) return 0;
  const nearness = Math.floor(Math.max(0, 1 - Math.abs(apart) / SOON) * NEAREST);
  // What was written to a file may be read at any time behind that.
  return apart > SOON + lengthOf(source) ? ONE : base + nearness;
}

/** The part of a sum that does not depend on nearness. */
export function wholeOf(sum: number): number {
  return Math.floor(sum / ONE);
}

/** Whether both were completed and may go together; not so what looks like a snapshot. */
export function isAlikeWhole(source: JudgedSide, destination: JudgedSide): boolean {
  const isSnapshot = source.kind === 'background-snapshot';
  return source.complete && destination.complete && !isSnapshot && isLikeKind(source, destination);
}

/** Whether all was loaded before it was saved, which clocks that are known exclude; those that seem alike may be a little apart. */
function isLoadedFirst(source: JudgedSide, destination: JudgedSide, offset: number): boolean {
  const saved = source.marks.get('src-non-iterable-saved')?.at ?? null;
  const loaded = destination.marks.get('dst-precopy-loadvm-completed')?.at ?? null;
  return saved !== null && loaded !== null && loaded - offset < saved - EARLY;
}

/** A snapshot by savevm has no other side. What is not told, or told by what is not there, excludes nothing. */
function isLikeKind({ kind }: JudgedSide, destination: JudgedSide): boolean {
  if (kind === 'savevm') return false;
  const isTold = kind === 'precopy' || kind === 'postcopy';
  return !isTold || destination.kind === 'unknown' || kind === destination.kind;
}

function lengthOf({ checkpoints }: JudgedSide): number {
  return checkpoints.reduce((longest, { at }) => Math.max(longest, at ?? 0), 0);
}
