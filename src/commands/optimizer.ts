import { setFlagsFromString } from 'node:v8';

/**
 * Suits V8 to a run on a few trees, or on many. A short run is over before optimized code has paid for its making, or the
 * counting of which objects last, that it is made by; before a larger space for new objects is full, and before other
 * threads that collect garbage are awake: without these it takes a third less time.
 */
export function optimizeCodeFor(trees: number): void {
  const isMany = trees > MOST_TREES_WITHOUT;
  setFlagsFromString(FLAGS.map(([few, many]) => (isMany ? many : few)).join(' '));
}

/** From here on it pays. */
const MOST_TREES_WITHOUT = 4;

/** Each flag for few trees, and as V8 has it by itself: what changes one has to know both, to give it back. */
const FLAGS = [
  ['--no-opt', '--opt'],
  ['--no-allocation-site-pretenuring', '--allocation-site-pretenuring'],
  ['--semi-space-growth-factor=1', '--semi-space-growth-factor=2'],
  ['--no-parallel-scavenge', '--parallel-scavenge'],
  ['--no-concurrent-marking', '--concurrent-marking'],
] as const;
