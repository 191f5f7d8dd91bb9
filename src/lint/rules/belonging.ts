import { movedCalls, sitePlace } from '../../placement/moved-calls.js';
import { placeAt } from '../../placement/place-at.js';
import type { CheckpointSurvey } from '../../placement/survey.js';
import { isSameLine, type Problem } from '../../problem/problem.js';
import type { Found } from '../rule.js';
import { fromProblem } from './from-problems.js';

/** A problem as a finding that says where the call belongs as well, and that it is the one that is missing there. */
export function withBelonging(problem: Problem, { strays, sites, status }: CheckpointSurvey): Found[] {
  const { checkpoint = '', expected } = problem;
  const belongs = expected.startsWith(checkpoint)
    ? `it belongs${expected.slice(checkpoint.length)}`
    : `there should be ${expected}`;
  const moved = movedCalls(strays, sites, status === 'placed').find(({ stray }) =>
    isSameLine(placeAt(stray.function.file, stray.call.start), problem.place),
  );
  return fromProblem(problem).map((found) => ({
    ...found,
    message: `${found.message}; ${belongs}`,
    ...(moved ? { belongs: sitePlace(moved.site) } : {}),
  }));
}
