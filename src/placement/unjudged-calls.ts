import type { Recipe } from '../catalogue/recipe.js';
import { placementProblems } from '../problem/placement-problems.js';
import type { Problem } from '../problem/problem.js';
import type { ExistingCall } from './existing-calls.js';
import { knownFunctions } from './known-functions.js';
import { placeAt } from './place-at.js';
import { isReachable } from './stray-calls.js';

const NO_PLACE = 'no-place';

/**
 * Calls of a checkpoint that has no known place, in functions that the catalogue knows nothing of: a function may have been
 * renamed, or taken out of another, and then the call is right.
 * @param problems why the checkpoint has no place
 */
export function callsOfUnknownPurpose(
  strays: readonly ExistingCall[],
  problems: readonly Problem[],
  recipe: Recipe,
): readonly ExistingCall[] {
  if (!problems.some(({ code }) => code === NO_PLACE)) return [];
  const known = knownFunctions(recipe);
  return strays.filter((call) => !known.has(call.function.name) && isReachable(call));
}

/** Tells that there is no place where the calls are that this leaves unjudged, so that each is told of once. */
export function withUnjudged(problems: readonly Problem[], calls: readonly ExistingCall[]): Problem[] {
  const left = [...calls];
  const first = problems.find(({ code }) => code === NO_PLACE);
  const told = problems.map((problem) => {
    const call = problem.code === NO_PLACE ? left.shift() : undefined;
    return call ? atCall(problem, call) : problem;
  });
  return [...told, ...(first ? left.map((call) => atCall(first, call)) : [])];
}

function atCall(problem: Problem, { name, call, function: { file } }: ExistingCall): Problem {
  return placementProblems.unjudged(name, problem, placeAt(file, call.start));
}
