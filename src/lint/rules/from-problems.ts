import type { Problem } from '../../problem/problem.js';
import type { Examined, Found } from '../rule.js';

/** All that the survey of a tree objects to. */
function surveyProblems({ survey }: Examined): readonly Problem[] {
  const all = survey ? [...survey.problems, ...survey.checkpoints.flatMap((one) => one.problems)] : [];
  // What is wrong with a function is told by every checkpoint that belongs there.
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
}

/** The survey's problems of these codes, as findings. */
export function problemsOf(tree: Examined, ...codes: readonly string[]): Found[] {
  return surveyProblems(tree)
    .filter(({ code }) => codes.includes(code))
    .flatMap((problem) => fromProblem(problem));
}

/** A problem as a finding; one without a place is about nothing in the tree. */
export function fromProblem({ place, found, next, checkpoint }: Problem): Found[] {
  return place ? [{ place, message: found, next, checkpoint }] : [];
}
