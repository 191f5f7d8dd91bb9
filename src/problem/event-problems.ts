import type { Place, Problem } from './problem.js';

/** What to do about a fault that both `apply` and `lint` tell of, so that they say the same. */
export const eventAdvice = {
  unused: 'delete the line; qemu-downtime apply brings it back together with the calls',
} as const;

/** What can be wrong with a tree's trace-events file, worded in one place. */
export const eventProblems = {
  doubled: (event: string, place: Place): Problem => ({
    code: 'event-doubled',
    place,
    expected: `one line for the event ${event}`,
    found: `${event} is declared more than once`,
    next: 'delete all lines but one',
  }),
  misspelt: (event: string, meant: string, place: Place): Problem => ({
    code: 'event-misspelt',
    place,
    expected: `a line for the event ${meant}`,
    found: `a line for the event ${event}, which is nearly ${meant}`,
    next: `write ${meant}, or delete the line, then run the command again`,
  }),
  format: (event: string, line: string, isDisabled: boolean, place: Place): Problem => ({
    code: 'event-format',
    place,
    expected: line,
    found: isDisabled
      ? `${event} is disabled, so no trace shows it`
      : `${event} with other arguments or another format`,
    next: `make the line ${line}, or rename your event`,
  }),
  unused: (event: string, place: Place): Problem => ({
    code: 'event-unused',
    place,
    expected: `no line for ${event} while nothing calls it`,
    found: `${event} is declared and not called; a port could not be told from the original later`,
    next: eventAdvice.unused,
  }),
  wrongFile: (events: readonly string[], place: Place): Problem => ({
    code: 'events-file-missing',
    place,
    expected: `the events of migration/savevm.c, such as ${events.join(' or ')}`,
    found: 'none of them; migration/trace-events seems to be missing',
    next: 'give the folder with migration/trace-events, or restore that file',
  }),
  olderMoved: (event: string, line: string, follows: string, place: Place): Problem => ({
    code: 'event-older-moved',
    place,
    expected: `${line}, right after ${follows}, as in QEMU 7.0 to 8.1`,
    found: `${event} elsewhere or in another form; a revert could not put it back there`,
    next: `move the line after ${follows}, or delete it together with its five calls`,
  }),
  missing: (event: string, place: Place): Problem => ({
    code: 'event-missing',
    place,
    expected: `a line for the event ${event}`,
    found: 'none',
    next: 'this is a defect of the planner: report it with the tree',
  }),
} as const;
