import type { Checkpoint } from '../catalogue/recipe.js';
import { controlFlow, flowNodeAt, reachableFrom } from '../csource/control-flow.js';
import { sameGap } from '../csource/gap.js';
import { isLoop, shownCondition } from '../csource/locate.js';
import { contains, type SyntaxNode } from '../csource/syntax.js';
import { placementProblems } from '../problem/placement-problems.js';
import type { Place, Problem } from '../problem/problem.js';
import { withBareHeadOf } from './bare-body.js';
import type { PlacedStatus } from './checkpoint-survey.js';
import type { ExistingCall } from './existing-calls.js';
import { destinationText, movedCalls } from './moved-calls.js';
import type { SurveyedSite } from './site.js';

/**
 * Says of each call that is at none of its checkpoint's places what is wrong with it.
 * @param status `placed`: all places of the checkpoint are known
 */
export function judgeStrays(
  checkpoint: Checkpoint,
  strays: readonly ExistingCall[],
  sites: readonly SurveyedSite[],
  status: PlacedStatus,
): Problem[] {
  const moved = movedCalls(strays, sites, status === 'placed');
  // Where a place is unknown, a call in a function that could have it may be right.
  const mayBeRight = status === 'unplaced' ? functionsOf(checkpoint) : new Set<string>();
  const judge = (stray: ExistingCall): Problem | undefined => {
    const { name } = checkpoint;
    const file = stray.function.file;
    const place: Place = {
      file: file.path,
      line: file.lineOf(stray.call.start),
      function: stray.function.name,
    };
    if (!isReachable(stray)) return placementProblems.unreachable(name, place);
    const meant = moved.find((one) => one.stray === stray);
    const belongs = meant && destinationText(meant);
    const inFunction = sites.find(
      (site) => site.function.file === file && site.function.start === stray.function.start,
    );
    if (!inFunction) {
      if (mayBeRight.has(stray.function.name)) return undefined;
      return placementProblems.wrongFunction(
        name,
        [...new Set(sites.map((site) => site.function.name))],
        status !== 'unplaced',
        place,
        belongs,
      );
    }
    const twin = inFunction.existing?.gap;
    if (twin && stray.gap && sameGap(twin, stray.gap)) return placementProblems.doubled(name, place);
    const under = aroundAlone(stray, inFunction);
    return placementProblems.misplaced(name, inFunction.placement.why, under, place, belongs);
  };
  return strays.flatMap((stray) => {
    const problem = judge(stray);
    return problem ? withBareHeadOf(problem, stray.function.file, stray.call.start) : [];
  });
}

/** The functions that a checkpoint may stand in, of whatever release. */
function functionsOf({ slots }: Checkpoint): Set<string> {
  return new Set(
    slots.flatMap(({ functions, placements }) => [
      ...functions,
      ...placements.flatMap((placement) => placement.functions),
    ]),
  );
}

/** True if some path from the function's begin comes to the call. */
export function isReachable(call: ExistingCall): boolean {
  const flow = controlFlow(call.function);
  const node = flowNodeAt(flow, call.call.start);
  return node !== undefined && reachableFrom(flow, 0, 'all-edges').has(node.id);
}

/** The innermost condition or loop that is around a call, and not around the place that it belongs at. */
function aroundAlone(
  { function: fn, call }: ExistingCall,
  { statement: place }: SurveyedSite,
): string | undefined {
  for (let at = call.parent; at && at !== fn.bodyNode; at = at.parent) {
    // The branch itself may be what the place is beside.
    if (at !== place && contains(at, place)) return undefined;
    const isBranch = at.type === 'if_statement' || at.type === 'switch_statement';
    if (!isBranch && !isLoop(fn, at)) continue;
    const isElse = at.children.some((child) => child.field === 'alternative' && contains(child, call));
    const text = shownCondition(fn, at);
    if (at.type === 'if_statement') return isElse ? `in the else of "if (${text})"` : `under "if (${text})"`;
    return at.type === 'switch_statement' ? `in "switch (${text})"` : `in the loop "${loopHead(fn, at)}"`;
  }
  return undefined;
}

/** The first line of a loop, as written. */
function loopHead({ file }: ExistingCall['function'], loop: SyntaxNode): string {
  const [head = ''] = file.text.slice(loop.start, loop.end).split('\n');
  return head.replace(/\s*\{?\s*$/, '');
}
