import type { Problem } from '../../problem/problem.js';
import type { Examined, Found } from '../rule.js';

/** What the survey of a tree objects to by these codes, as findings. */
export function problemsOf({ survey }: Examined, ...codes: readonly string[]): Found[] {
  const own = (survey?.checkpoints ?? []).flatMap(({ problems }) => problems);
  return problemsOfCodes([...(survey?.problems ?? []), ...own], codes);
}

/** The problems of these codes, as findings. What is wrong with a function is told by everything that belongs there. */
export function problemsOfCodes(problems: readonly Problem[], codes: readonly string[]): Found[] {
  const unique = new Map(problems.map((one) => [JSON.stringify(one), one]));
  return [...unique.values()].filter(({ code }) => codes.includes(code)).flatMap(fromProblem);
}

/** A problem as a finding; one without a place is about nothing in the tree. */
export function fromProblem({ place, found, next, checkpoint }: Problem): Found[] {
  return place ? [{ place, message: found, next, checkpoint }] : [];
}
