import type { Place, Problem } from './problem.js';

/** Every way in which a tree's code does not take a commit's changes, worded in one place. */
export const changeProblems = {
  unplaced: (change: string, misses: readonly string[], place: Place): Problem => ({
    code: 'change-unplaced',
    checkpoint: change,
    place,
    expected: `one safe place for ${change}`,
    found: `no safe place for ${change}${misses.length > 0 ? `: ${misses.join('; ')}` : ''}`,
    next: 'look at the named function; if it is right as it is, report the tree so that its shape can be added to the catalogue',
  }),
  wrong: (change: string, fn: string, reason: string, place: Place): Problem => ({
    code: 'change-blocked',
    checkpoint: change,
    place,
    expected: `${fn} as upstream has it before ${change}, or all of ${change}`,
    found: `${fn} ${reason}`,
    next: 'take out what is there, or make it as upstream has it',
  }),
  half: (change: string, there: readonly string[], lacking: readonly string[], place: Place): Problem => ({
    code: 'change-half-made',
    checkpoint: change,
    place,
    expected: `all of ${change}, or nothing`,
    found: `${there.join(', ')}, but not ${lacking.join(', ')}`,
    next: 'finish it by hand or take it out; apply makes a change as a whole',
  }),
  leftover: (change: string, title: string, place: Place): Problem => ({
    code: 'change-leftover',
    checkpoint: change,
    place,
    expected: `${title} together with what uses them`,
    found: `${title} alone`,
    next: 'delete the line; apply brings it back together with the rest',
  }),
  stray: (event: string, place: Place): Problem => ({
    code: 'event-misplaced',
    place,
    expected: `${event} at the places of the catalogue only`,
    found: `a call of ${event} that is at none of its places`,
    next: 'delete it, or move it to where upstream has it',
  }),
  headerUnfit: (what: string, place: Place): Problem => ({
    code: 'header-unfit',
    place,
    expected: what,
    found: 'none, or more than one',
    next: 'look at the file; if it is right as it is, report the tree so that its shape can be added to the catalogue',
  }),
  headerMissing: (recipe: string, place: Place): Problem => ({
    code: 'header-missing',
    place,
    expected: `migration.h, which ${recipe} changes`,
    found: 'none',
    next: 'restore the file, in migration/ or include/migration/',
  }),
  eventsMissing: (place: Place): Problem => ({
    code: 'event-missing',
    place,
    expected: 'a line for each event',
    found: 'one that is called and not declared',
    next: 'this is a defect of the planner: report it with the tree',
  }),
  includeMissing: (header: string, place: Place): Problem => ({
    code: 'include-missing',
    place,
    expected: `#include "${header}" in the file`,
    found: 'none',
    next: 'add it; the file has no tracepoint to go by',
  }),
} as const;
