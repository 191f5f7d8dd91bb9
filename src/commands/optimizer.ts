import { setFlagsFromString } from 'node:v8';

/**
 * Suits V8 to a run on a few trees, or on many. A short run is over before optimized code has paid for its making, or the
 * counting of which objects last, that it is made by; before a larger space for new objects is full, and before other
 * threads that collect garbage are awake: without these it takes a third less time.
 */
export function optimizeCodeFor(trees: number): void {
  setFlagsFromString(trees > MOST_TREES_WITHOUT ? MANY : FEW);
}

/** From here on it pays. */
const MOST_TREES_WITHOUT = 4;

const FEW =
  '--no-opt --no-allocation-site-pretenuring --semi-space-growth-factor=1 --no-parallel-scavenge --no-concurrent-marking';
/** As V8 has them by itself. */
const MANY =
  '--opt --allocation-site-pretenuring --semi-space-growth-factor=2 --parallel-scavenge --concurrent-marking';
