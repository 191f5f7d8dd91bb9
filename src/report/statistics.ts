import type { Statistics } from './runs-model.js';

/** The middle value; of an even number of values the mean of the two in the middle. */
export function medianOf(values: readonly number[]): number {
  return sortedMedian(sorted(values));
}

/** Describes the values, of which there must be one at least. */
export function statisticsOf(values: readonly number[]): Statistics {
  const ordered = sorted(values);
  const at = (index: number): number => ordered[index] ?? 0;
  const count = ordered.length;
  return {
    count,
    least: at(0),
    median: sortedMedian(ordered),
    p95: at(Math.ceil(count * 0.95) - 1),
    most: at(count - 1),
    spread: count > 1 ? at(count - 1) - at(0) : null,
  };
}

function sorted(values: readonly number[]): Float64Array {
  return Float64Array.from(values).sort();
}

function sortedMedian(ordered: Float64Array): number {
  const middle = ordered.length / 2;
  const high = ordered[Math.floor(middle)] ?? 0;
  return Number.isInteger(middle) ? ((ordered[middle - 1] ?? high) + high) / 2 : high;
}
