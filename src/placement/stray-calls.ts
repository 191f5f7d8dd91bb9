import type { Checkpoint } from '../catalogue/recipe.js';
import { controlFlow, flowNodeAt, reachableFrom } from '../csource/control-flow.js';
import { sameGap } from '../csource/gap.js';
import { placementProblems } from '../problem/placement-problems.js';
import type { Place, Problem } from '../problem/problem.js';
import type { ExistingCall } from './existing-calls.js';
import type { SurveyedSite } from './site.js';

/** Says of each call that is at none of its checkpoint's places what is wrong with it. */
export function judgeStrays(
  checkpoint: Checkpoint,
  strays: readonly ExistingCall[],
  sites: readonly SurveyedSite[],
): Problem[] {
  return strays.map((stray) => {
    const { name } = checkpoint;
    const file = stray.function.file;
    const place: Place = {
      file: file.path,
      line: file.lineOf(stray.call.start),
      function: stray.function.name,
    };
    if (!isReachable(stray)) return placementProblems.unreachable(name, place);
    const inFunction = sites.find(
      (site) => site.function.file === file && site.function.start === stray.function.start,
    );
    if (!inFunction) {
      return placementProblems.wrongFunction(
        name,
        [...new Set(sites.map((site) => site.function.name))],
        place,
      );
    }
    const twin = inFunction.existing?.gap;
    if (twin && stray.gap && sameGap(twin, stray.gap)) return placementProblems.doubled(name, place);
    return placementProblems.misplaced(name, inFunction.placement.why, place);
  });
}

/** True if some path from the function's begin comes to the call. */
export function isReachable(call: ExistingCall): boolean {
  const flow = controlFlow(call.function);
  const node = flowNodeAt(flow, call.call.start);
  return node !== undefined && reachableFrom(flow, 0, 'all-edges').has(node.id);
}
