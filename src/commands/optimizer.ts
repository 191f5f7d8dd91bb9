import { setFlagsFromString } from 'node:v8';

/**
 * Turns V8's optimizing compiler off for a run on a few trees, and on again for one on many. Such a run is over before
 * optimized code has paid for its making: without it, it takes a quarter less time.
 */
export function optimizeCodeFor(trees: number): void {
  setFlagsFromString(trees > MOST_TREES_WITHOUT ? '--opt' : '--no-opt');
}

/** From here on it pays. */
const MOST_TREES_WITHOUT = 4;
