import { type Offset, worth } from './pairing-worth.js';
import type { JudgedSide } from './side-record.js';

/** A pair, or one that is left alone, by index. */
export interface Step {
  readonly source: number | null;
  readonly destination: number | null;
}

/** The best sum of the first so many of each, as for a longest common subsequence. */
export function bestSums(
  sources: readonly JudgedSide[],
  destinations: readonly JudgedSide[],
  offset: Offset,
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

/** One way to the best sum, in order. @param preferred which are paired, of those that are equal */
export function pathOf(
  sources: readonly JudgedSide[],
  destinations: readonly JudgedSide[],
  offset: Offset,
  best: readonly (readonly number[])[],
  preferred: 'first' | 'last',
): Step[] {
  const steps: Step[] = [];
  let row = sources.length;
  let column = destinations.length;
  const sumAt = (rows: number, columns: number): number => best[rows]?.[columns] ?? 0;
  const isSkipped = (sum: number): boolean =>
    (row > 0 && sum === sumAt(row - 1, column)) || (column > 0 && sum === sumAt(row, column - 1));
  while (row > 0 || column > 0) {
    const source = sources[row - 1];
    const destination = destinations[column - 1];
    const sum = sumAt(row, column);
    const value = source && destination ? worth(source, destination, offset) : 0;
    const isPair = value > 0 && sum === sumAt(row - 1, column - 1) + value;
    if (isPair && (preferred === 'last' || !isSkipped(sum))) {
      steps.push({ source: --row, destination: --column });
    } else if (source && (!destination || sum === sumAt(row - 1, column))) {
      steps.push({ source: --row, destination: null });
    } else {
      steps.push({ source: null, destination: --column });
    }
  }
  return steps.reverse();
}
