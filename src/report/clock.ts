import type { TimeBase } from '../trace-log/event.js';
import { type Bound, bounds, intersection, pairOf, returnPathBound } from './causality.js';
import type { Clock, Interval, ReturnPath } from './model.js';
import type { JudgedSide } from './side-record.js';

/** What the user and the logs say of the clocks. */
export interface ClockSettings {
  /** `--clock-offset`: microseconds, or that nothing is to be taken for granted. */
  readonly offset: number | 'unknown' | undefined;
  /** `--return-path`. */
  readonly returnPath: 'on' | 'off' | undefined;
  /** Both sides are in one log. */
  readonly isOneLog: boolean;
  readonly times: { readonly source: TimeBase; readonly destination: TimeBase };
}

/** What is known of the clocks, and of the return path, which both follow from the order of events. */
export interface ClockFacts {
  readonly clock: Clock;
  readonly returnPath: ReturnPath;
  /** Whether an effect would precede its cause. */
  readonly isContradictory: boolean;
}

/** Two hosts agree seldom as closely as this by chance; microseconds. */
const CLOSE = 1000;

const UNKNOWN: Clock = {
  kind: 'unknown',
  basis: 'nothing',
  offset: null,
  interval: { least: null, most: null },
  width: null,
  withReturnPath: null,
  pairs: 0,
  bounds: { least: null, most: null },
  drawn: null,
  destinationAt: null,
};

/** Where one side is missing. */
export const noClock: ClockFacts = { clock: UNKNOWN, returnPath: 'unknown', isContradictory: false };

/** Relates the clocks of a migration's two logs. */
export function relateClocks(
  source: JudgedSide,
  destination: JudgedSide,
  settings: ClockSettings,
): ClockFacts {
  const sure = bounds(source, destination);
  const back = destination.kind === 'postcopy' ? undefined : returnPathBound(source, destination);
  const all = back && settings.returnPath === 'on' ? [...sure, back] : sure;
  const { interval, least, most } = intersection(all);
  const taken = takenOffset(interval, settings, clocksOf(source, destination, settings), all.length);
  const returnPath = returnPathOf(destination, settings, back, isSure(taken) ? taken.offset : interval.most);
  const conditional = back && returnPath === 'possible' ? intersection([...all, back]).interval : null;
  const isContradictory =
    (all.length > 0 && taken.kind === 'unknown') || (taken.offset !== null && !holds(interval, taken.offset));
  const drawn = isContradictory && taken.offset === null ? null : (taken.offset ?? nearestToZero(interval));
  return {
    clock: {
      ...taken,
      interval,
      width: interval.least === null || interval.most === null ? null : interval.most - interval.least,
      withReturnPath: conditional,
      pairs: all.length,
      bounds: { least: pairOf(least), most: pairOf(most) },
      drawn,
      destinationAt:
        drawn === null || source.origin === null || destination.origin === null
          ? null
          : destination.origin - drawn - source.origin,
    },
    returnPath,
    isContradictory,
  };
}

/**
 * Whether two sides go by one clock: a collected journal has the lines of many hosts, and names them before each. Where nobody is named,
 * one log is most likely one host's, unless it is one trace, which is by one clock.
 */
function clocksOf(
  source: JudgedSide,
  destination: JudgedSide,
  { isOneLog, times }: ClockSettings,
): 'one' | 'likely-one' | 'two' {
  if (!isOneLog) return 'two';
  if (source.host !== null && destination.host !== null)
    return source.host === destination.host ? 'one' : 'two';
  return times.source === 'wall' ? 'likely-one' : 'one';
}

function takenOffset(
  interval: Interval,
  { offset, times }: ClockSettings,
  clocks: ReturnType<typeof clocksOf>,
  pairs: number,
): Pick<Clock, 'kind' | 'basis' | 'offset'> {
  if (typeof offset === 'number') return { kind: 'given', basis: 'option', offset };
  if (pairs === 0) return { kind: 'unknown', basis: 'nothing', offset: null };
  const isTorn = clocks !== 'two' && offset === undefined && !holds(interval, 0);
  if (isEmpty(interval) || isTorn) return { kind: 'unknown', basis: 'nothing', offset: null };
  const bounded = { kind: 'bounded', basis: 'cause-and-effect', offset: null } as const;
  if (offset === 'unknown' || !holds(interval, 0)) return bounded;
  if (clocks === 'one') return { kind: 'same-host', basis: 'one-log', offset: 0 };
  const isWall = times.source === 'wall' && times.destination === 'wall';
  const isClose = isWall && interval.most !== null && interval.most <= CLOSE;
  return isClose || clocks === 'likely-one'
    ? { kind: 'same-host', basis: 'close-agreement', offset: 0 }
    : bounded;
}

/** That clocks agree closely is likely, and proves nothing. */
function isSure({ basis }: Pick<Clock, 'basis'>): boolean {
  return basis === 'option' || basis === 'one-log';
}

/** @param offset the one that is sure, or the largest possible: by that the destination comes earliest */
function returnPathOf(
  { kind }: JudgedSide,
  { returnPath }: ClockSettings,
  back: Bound | undefined,
  offset: number | null,
): ReturnPath {
  if (kind === 'postcopy') return 'required';
  if (returnPath !== undefined) return returnPath === 'on' ? 'stated-on' : 'stated-off';
  if (!back || offset === null) return 'unknown';
  return back.offset > offset ? 'absent' : 'possible';
}

function isEmpty({ least, most }: Interval): boolean {
  return least !== null && most !== null && least > most;
}

function holds({ least, most }: Interval, offset: number): boolean {
  return (least === null || offset >= least) && (most === null || offset <= most);
}

function nearestToZero(interval: Interval): number | null {
  if (holds(interval, 0) && (interval.least !== null || interval.most !== null)) return 0;
  const { least, most } = interval;
  return most !== null && most < 0 ? most : least;
}
