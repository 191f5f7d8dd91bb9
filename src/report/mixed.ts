import type { TraceEvent } from '../trace-log/event.js';
import { nameOf } from './side-events.js';

/** What one log has of one migration. */
interface Attempt {
  readonly events: readonly TraceEvent[];
  readonly checkpoints: readonly TraceEvent[];
}

/** What tells that a side's migration began, was on its way, and ended. */
interface Milestones {
  readonly begin: RegExp;
  readonly middle: RegExp;
  readonly end: RegExp;
}

const SOURCE: Milestones = {
  begin: /^src-downtime-start$/,
  middle: /^src-non-iterable-saved$/,
  end: /^src-downtime-end$/,
};
const DESTINATION: Milestones = {
  begin: /^dst-precopy-loadvm-completed$/,
  middle: /-bh-enter$/,
  end: /-bh-vm-started$/,
};

/** As many attempts are looked at behind one that did not end. */
const MANY = 100;
/** What goes on longer than that is no switchover; microseconds. */
const LONG = 60_000_000;

/**
 * Marks attempts of which nothing tells whose lines are whose: no line has a thread, and one that did not end is followed, soon, by as
 * many ends as there were begins. Where one failed and was tried again, its end is missing.
 */
export function withMixed<One extends Attempt>(
  attempts: readonly One[],
  side: 'source' | 'destination',
): (One & { readonly isMixed?: boolean })[] {
  const { begin, middle, end } = side === 'source' ? SOURCE : DESTINATION;
  const isMixed = new Set<number>();
  for (const [from, open] of attempts.entries()) {
    if (isMixed.has(from) || !isThreadless(open) || !has(open, begin)) continue;
    // All of two, where a call that stands twice would double one.
    if ([begin, middle, end].every((name) => count(open, name) > 1)) isMixed.add(from);
    if (count(open, end) >= count(open, begin)) continue;
    const counts = { begins: 0, middles: 0, ends: 0 };
    for (let to = from; to < Math.min(attempts.length, from + MANY); to++) {
      const one = attempts[to];
      if (!one || !isThreadless(one) || isLongAfter(open, one)) break;
      const isRest = !has(one, begin) && count(one, end) > 0;
      counts.begins += count(one, begin);
      counts.middles += count(one, middle);
      counts.ends += count(one, end);
      const isWhole = counts.middles >= counts.begins && counts.ends >= counts.begins;
      if (to === from || !(isRest || isWhole)) continue;
      for (let index = from; index <= to; index++) isMixed.add(index);
    }
  }
  return attempts.map((one, index) => (isMixed.has(index) ? { ...one, isMixed: true } : one));
}

function isThreadless({ events }: Attempt): boolean {
  return events.every(({ thread }) => thread === null);
}

function has(attempt: Attempt, name: RegExp): boolean {
  return count(attempt, name) > 0;
}

function count({ checkpoints }: Attempt, name: RegExp): number {
  return checkpoints.filter((event) => name.test(nameOf(event) ?? '')).length;
}

function isLongAfter(open: Attempt, other: Attempt): boolean {
  const last = open.events.at(-1)?.at ?? null;
  const next: TraceEvent['at'] = other.events[0]?.at ?? null;
  return last !== null && next !== null && next - last > LONG;
}
