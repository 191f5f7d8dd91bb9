import type { Place, Problem, Step } from './problem.js';

const RIGHT = 'if the code is right as it is, report the tree so that its shape can be followed';

/** What to do about what fires wrong; `apply` says so before it would write it, `lint` of what is there. */
export const flowAdvice = {
  firesTwice: `look at the second call of the path, and at what should keep it from firing; ${RIGHT}`,
  missingOnPath: `look at the conditions around its call, and at the ways around the function that holds it; ${RIGHT}`,
  firesLate: (stage: string): string =>
    `look for a way through ${stage} that goes round its call (the path is the one of the later moment); ${RIGHT}`,
  wrongPath: `look at the path that leads there; ${RIGHT}`,
  wrongOrder: `look at the order of the steps on the path; ${RIGHT}`,
  notAnalysable: RIGHT,
} as const;

/** What keeps the checkpoints of a planned tree from firing once each, in order, in every kind of migration. */
export const flowProblems = {
  firesTwice: (name: string, title: string, path: readonly Step[], place: Place): Problem => ({
    code: 'fires-twice',
    checkpoint: name,
    place,
    expected: `${name} once in a migration`,
    found: `${name} would fire twice ${title}${by(path)}`,
    next: flowAdvice.firesTwice,
  }),
  missingOnPath: (name: string, title: string, place: Place): Problem => ({
    code: 'missing-on-path',
    checkpoint: name,
    place,
    expected: `${name} in every migration that goes well`,
    found: `${name} need not fire ${title}`,
    next: flowAdvice.missingOnPath,
  }),
  firesLate: (name: string, stage: string, title: string, path: readonly Step[], place: Place): Problem => ({
    code: 'missing-on-path',
    checkpoint: name,
    place,
    expected: `${name} in ${stage} in every migration that goes well`,
    found: `${name} need not fire in ${stage} ${title}, and would then come later${by(path)}`,
    next: flowAdvice.firesLate(stage),
  }),
  wrongPath: (name: string, title: string, path: readonly Step[], place: Place): Problem => ({
    code: 'wrong-path',
    checkpoint: name,
    place,
    expected: `no ${name} ${title}`,
    found: `${name} would fire ${title}${by(path)}`,
    next: flowAdvice.wrongPath,
  }),
  wrongOrder: (name: string, other: string, title: string, path: readonly Step[], place: Place): Problem => ({
    code: 'wrong-order',
    checkpoint: name,
    place,
    expected: `${other} before ${name}`,
    found: `${name} would fire before ${other} ${title}${by(path)}`,
    next: flowAdvice.wrongOrder,
  }),
  notAnalysable: (title: string, why: string | undefined, place: Place): Problem => ({
    code: 'not-analysable',
    place,
    expected: `to find out what fires ${title}`,
    found: why
      ? `what fires ${title} could not be found out: ${why}`
      : `no run that goes well was found ${title}`,
    next: flowAdvice.notAnalysable,
  }),
};

/** The functions that lead to a place; their lines are those of a text that nobody has yet. */
function by(path: readonly Step[]): string {
  return path.length > 1 ? `, by ${path.map((step) => step.function).join(', ')}` : '';
}
