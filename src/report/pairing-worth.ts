import { bounds, intersection, returnPathBound, streamBounds } from './causality.js';
import type { Interval } from './model.js';
import type { JudgedSide } from './side-record.js';

/** By how much the destination's clock may differ from the source's, and how soon behind its save a live migration is loaded. */
export interface Held {
  readonly offset: number;
  /** Microseconds. */
  readonly soon: number;
  /** What a pair is worth that was loaded later, as from a file. */
  readonly late: number;
}

/** What two sides are to each other, whatever the clocks. */
export interface Fit {
  /** How well they go together by kind and outcome; 0 where they cannot. */
  readonly base: number;
  /** Whether both are whole, so that cause and effect tell when the one must have been loaded. */
  readonly isWhole: boolean;
  /** The offsets that cause and effect allow. */
  readonly interval: Interval;
  /** From which offset on the source ended when the guest ran, as if it had waited for that; null where neither tells. */
  readonly answered: number | null;
  /** The destination's begin minus the source's; null without times. */
  readonly apart: number | null;
  /** How long the source's events last. */
  readonly length: number;
}

/** What nearness in time adds to all pairs together is less than one of these. */
const ONE = 2 ** 20;
const NEAREST = 1023;
/** Nearness is halved by so much; microseconds. */
const NEAR = 10_000;
/** What is loaded live is loaded no later behind its save; microseconds. */
export const SOON = 2_000_000;
/** How far apart the two sides of a migration begin at most that is not whole; microseconds. */
const AROUND = 60_000_000;

/** More than all others together: what was loaded as soon as it was saved counts first. */
const WHOLE = 4096;
const BOTH_FAILED = 4;
const ONE_FAILED = 2;
/** Of a load that was later than a live migration's, if the clocks are known, or are guessed: then it proves next to nothing. */
export const LATE = 3;
export const LATE_BY_GUESS = 1;

/** Weighs two sides. @param isThorough whether to go through the rows of devices as well */
export function fitOf(
  source: JudgedSide,
  destination: JudgedSide,
  returnPath: 'on' | 'off' | undefined,
  isThorough: boolean,
): Fit {
  const isWhole = isAlikeWhole(source, destination);
  const isFailed = !source.complete && !destination.complete;
  const known = isLikeKind(source, destination) ? (isWhole ? WHOLE : isFailed ? BOTH_FAILED : ONE_FAILED) : 0;
  const none = { least: null, most: null };
  const isTimed = source.origin !== null && destination.origin !== null;
  const sure = known > 0 && isTimed ? sureBounds(source, destination, isThorough) : [];
  const back = isWhole && destination.kind !== 'postcopy' ? returnPathBound(source, destination) : undefined;
  const all = intersection(back && returnPath === 'on' ? [...sure, back] : sure).interval;
  // What contradicts itself by whatever offset is paired all the same if nothing else fits, for then that is told.
  const isTorn = all.least !== null && all.most !== null && all.least > all.most;
  return {
    base: isTorn ? Math.min(known, LATE) : known,
    isWhole,
    answered: back?.offset ?? null,
    interval: isTimed ? (isTorn ? { ...none, most: all.most } : all) : none,
    apart: source.origin === null || destination.origin === null ? null : destination.origin - source.origin,
    length: lengthOf(source),
  };
}

function sureBounds(source: JudgedSide, destination: JudgedSide, isThorough: boolean) {
  return isThorough ? bounds(source, destination) : streamBounds(source, destination);
}

/** How well two go together by an offset; 0 where they cannot. By kind and outcome first, by nearness in time among equals. */
export function worth(fit: Fit, held: Held | undefined): number {
  const { base, interval, apart, isWhole } = fit;
  if (base === 0 || held === undefined || apart === null) return base * ONE;
  const { least, most } = interval;
  const { offset } = held;
  // The clock that is said, or that all pairs share, is broken by none.
  if ((least !== null && offset < least) || (most !== null && offset > most)) return 0;
  if (isWhole && most !== null) {
    const waited = most - offset;
    const isSoon = waited <= held.soon || isAnswered(fit, held);
    return (isSoon ? base : Math.min(base, held.late)) * ONE + nearness(waited);
  }
  const begins = apart - offset;
  if (begins < -AROUND) return 0;
  return begins > AROUND + fit.length ? ONE : base * ONE + nearness(Math.abs(begins));
}

/** Whether the source ended as soon as the guest ran: then it waited for a load, however long that took. */
function isAnswered({ answered }: Fit, { offset, soon }: Held): boolean {
  return answered !== null && offset >= answered && offset - answered <= soon;
}

function nearness(waited: number): number {
  return Math.floor(NEAREST / (1 + waited / NEAR));
}

/** The part of a sum that does not depend on nearness. */
export function rankOf(sum: number): number {
  return Math.floor(sum / ONE);
}

/** Whether two are whole, and nothing excludes that they are of one migration. */
export function isLikely({ base }: Fit): boolean {
  return base === WHOLE;
}

/** Whether two are whole, and their times tell how soon the one was loaded. */
export function isDated(fit: Fit | undefined, held: Held | undefined): boolean {
  return held !== undefined && fit?.isWhole === true && fit.interval.most !== null;
}

/** Whether a pair of that worth is of a migration that was loaded as soon as it was saved. */
export function isLive(value: number): boolean {
  return rankOf(value) >= WHOLE;
}

/** Whether both were completed and may go together; not so what looks like a snapshot. */
function isAlikeWhole(source: JudgedSide, destination: JudgedSide): boolean {
  const isSnapshot = source.kind === 'background-snapshot';
  return source.complete && destination.complete && !isSnapshot && isLikeKind(source, destination);
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
