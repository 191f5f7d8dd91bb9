import type { KnownDouble } from '../../catalogue/flow.js';
import type { Expected } from './expected.js';

/** What a trace shows, against what it has to show. */
export interface Judgement {
  /** The checkpoints that fired, in the order of their first time, with how often. */
  readonly counts: readonly { readonly name: string; readonly count: number }[];
  readonly missing: readonly string[];
  /** Those that fired and should not, or more often than they may. */
  readonly unexpected: readonly string[];
  /** Those that fired before one that belongs before them, or after one that belongs behind. */
  readonly outOfOrder: readonly string[];
  /** Upstream's own doubles that were seen. */
  readonly notes: readonly KnownDouble[];
}

/** What has to be seen on one host in one mode. */
export interface SideExpectation {
  /** What the host goes through; of several any may be what happens, they differ in their doubles only. */
  readonly scenarios: readonly Expected[];
  /** Those that fire once at any time, such as the end of the load, which 2.5 has last in postcopy. */
  readonly anyTime: readonly string[];
}

/**
 * Judges the checkpoints of one host's trace.
 * @param fired their names in the order of the trace
 */
export function judge(fired: readonly string[], { scenarios, anyTime }: SideExpectation): Judgement {
  const [first] = scenarios;
  const inOrder = first?.fires ?? [];
  const optional = new Set(first?.optional ?? []);
  const doubles = scenarios.flatMap((one) => one.doubles);
  const counts = countsOf(fired);
  const counted = new Map(counts.map(({ name, count }) => [name, count]));
  const expected = [...inOrder, ...anyTime];
  const notes: KnownDouble[] = [];
  const unexpected = counts
    .filter(({ name, count }) => {
      if (!expected.includes(name)) return true;
      if (count === 1) return false;
      const known = doubles.find(({ checkpoint }) => checkpoint === name);
      if (count > 2 || !known) return true;
      notes.push(known);
      return false;
    })
    .map(({ name }) => name);
  return {
    counts,
    missing: expected.filter((name) => !counted.has(name) && !optional.has(name)),
    unexpected,
    outOfOrder: outOfOrder(
      counts.map(({ name }) => name).filter((name) => inOrder.includes(name)),
      inOrder,
    ),
    notes,
  };
}

function countsOf(fired: readonly string[]): Judgement['counts'] {
  return [...new Set(fired)].map((name) => ({ name, count: fired.filter((one) => one === name).length }));
}

/**
 * The names that are not where they belong: those that not every longest run of rising ranks has. A call that was moved is
 * one name; where it only changed places with its neighbour nobody can tell which of them it was, and it is both.
 */
function outOfOrder(names: readonly string[], order: readonly string[]): string[] {
  const ranks = names.map((name) => order.indexOf(name));
  const upTo = longestRuns(ranks);
  const from = longestRuns(ranks.map((rank) => -rank).reverse()).reverse();
  const longest = Math.max(0, ...upTo);
  const inSome = ranks.map((_, at) => (upTo[at] ?? 0) + (from[at] ?? 0) - 1 === longest);
  const atPlace = (place: number) => upTo.filter((length, at) => inSome[at] && length === place).length;
  return names.filter((_, at) => !inSome[at] || atPlace(upTo[at] ?? 0) > 1);
}

/** How long the longest run of rising numbers is that ends with each. */
function longestRuns(numbers: readonly number[]): number[] {
  const lengths: number[] = [];
  for (const [at, number] of numbers.entries()) {
    const before = lengths.filter((_, earlier) => (numbers[earlier] ?? number) < number);
    lengths[at] = 1 + Math.max(0, ...before);
  }
  return lengths;
}

/** Whether a trace shows what it has to. */
export function isRight({ missing, unexpected, outOfOrder: wrong }: Judgement): boolean {
  return missing.length + unexpected.length + wrong.length === 0;
}
