/** A pair, or one that is left alone, by index. */
export interface Step {
  readonly source: number | null;
  readonly destination: number | null;
}

/** What is to be paired: how many of each, and what a pair of them is worth, 0 where it cannot be. */
export interface Pairing {
  readonly sources: number;
  readonly destinations: number;
  readonly worth: (source: number, destination: number) => number;
}

/** The best sum of the first so many of each, as for a longest common subsequence. */
export function bestSums({ sources, destinations, worth }: Pairing): number[][] {
  const best: number[][] = [new Array<number>(destinations + 1).fill(0)];
  for (let source = 0; source < sources; source++) {
    const above = best.at(-1) ?? [];
    const sums = [0];
    for (let index = 0; index < destinations; index++) {
      const paired = (above[index] ?? 0) + worth(source, index);
      sums.push(Math.max(paired, above[index + 1] ?? 0, sums[index] ?? 0));
    }
    best.push(sums);
  }
  return best;
}

/** One way to the best sum, in order. @param preferred which are paired, of those that are equal */
export function pathOf(
  { sources, destinations, worth }: Pairing,
  best: readonly (readonly number[])[],
  preferred: 'first' | 'last',
): Step[] {
  const steps: Step[] = [];
  let row = sources;
  let column = destinations;
  const sumAt = (rows: number, columns: number): number => best[rows]?.[columns] ?? 0;
  const isSkipped = (sum: number): boolean =>
    (row > 0 && sum === sumAt(row - 1, column)) || (column > 0 && sum === sumAt(row, column - 1));
  while (row > 0 || column > 0) {
    const sum = sumAt(row, column);
    const value = row > 0 && column > 0 ? worth(row - 1, column - 1) : 0;
    const isPair = value > 0 && sum === sumAt(row - 1, column - 1) + value;
    if (isPair && (preferred === 'last' || !isSkipped(sum))) {
      steps.push({ source: --row, destination: --column });
    } else if (row > 0 && (column === 0 || sum === sumAt(row - 1, column))) {
      steps.push({ source: --row, destination: null });
    } else {
      steps.push({ source: null, destination: --column });
    }
  }
  return steps.reverse();
}
