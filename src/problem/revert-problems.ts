import type { Place, Problem } from './problem.js';

/** Why a port is not taken out again, worded in one place. */
export const revertProblems = {
  upstreamsOwn: (place: Place): Problem => ({
    code: 'upstreams-own',
    place,
    expected: 'checkpoints that qemu-downtime put there',
    found: 'checkpoints that came with upstream’s commit 3e5f3bcdc2, or that cannot be told from them',
    next: 'revert the commit that brought them, with git',
  }),
  notOurs: (place: Place): Problem => ({
    code: 'not-reversible',
    place,
    expected: 'exactly what apply writes',
    found: 'checkpoints in a form that apply does not write; taking them out could lose something',
    next: 'take the calls out by hand, or restore the files from git',
  }),
} as const;
