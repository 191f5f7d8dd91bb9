import { type Problem, withoutRepeats } from '../../problem/problem.js';
import type { Examined, ExaminedChanges, Found } from '../rule.js';

/** What the survey of a tree objects to by these codes, as findings. */
export function problemsOf({ survey }: Examined, ...codes: readonly string[]): Found[] {
  const own = (survey?.checkpoints ?? []).flatMap(({ problems }) => problems);
  return ofCodes([...(survey?.problems ?? []), ...own], codes);
}

/** The same of a recipe of changes. */
export function problemsOfChanges({ survey }: ExaminedChanges, ...codes: readonly string[]): Found[] {
  const own = (survey?.changes ?? []).flatMap(({ problems }) => problems);
  return ofCodes([...(survey?.problems ?? []), ...own], codes);
}

function ofCodes(problems: readonly Problem[], codes: readonly string[]): Found[] {
  return withoutRepeats(problems)
    .filter(({ code }) => codes.includes(code))
    .flatMap(fromProblem);
}

/** A problem as a finding; one without a place is about nothing in the tree. */
export function fromProblem({ place, found, next, checkpoint }: Problem): Found[] {
  return place ? [{ place, message: found, next, checkpoint }] : [];
}
