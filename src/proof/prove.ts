import type { Recipe } from '../catalogue/recipe.js';
import { controlFlow, flowNodeAt, reachableFrom } from '../csource/control-flow.js';
import type { ExistingCall } from '../placement/existing-calls.js';
import { placeAt } from '../placement/place-at.js';
import { isReachable } from '../placement/stray-calls.js';
import type { Survey } from '../placement/survey.js';
import { eventProblems } from '../problem/event-problems.js';
import { placementProblems } from '../problem/placement-problems.js';
import type { Problem } from '../problem/problem.js';
import type { EventsFile } from '../trace-events/events-file.js';

/** Tells the checkpoints that the proof is about. */
export type Selected = (name: string) => boolean;

/**
 * Proves a tree's text, however it came about: every selected checkpoint that applies has a call at each of its
 * places and nowhere else, every call can be reached, the order within each function is that of the moments, the
 * functions parse, and the event is declared. That it is declared no more than once is for lint (`event-doubled`), and for a port
 * to refuse before it writes.
 * @returns what contradicts that; empty when the text is right.
 */
export function prove(survey: Survey, events: EventsFile, selected: Selected): Problem[] {
  const problems: Problem[] = [...survey.problems];
  for (const { checkpoint, sites, problems: own } of survey.checkpoints) {
    if (!selected(checkpoint.name)) continue;
    problems.push(...own);
    for (const site of sites) {
      if (!site.existing) {
        const place = placeAt(site.function.file, site.statement.start);
        problems.push(
          placementProblems.unplaced(
            checkpoint.name,
            [`${site.function.name} has no call at its place`],
            place,
          ),
        );
      } else if (!isReachable(site.existing)) {
        const place = placeAt(site.function.file, site.existing.call.start);
        problems.push(placementProblems.unreachable(checkpoint.name, place));
      }
    }
  }
  problems.push(...orderProblems(survey, selected));
  const { event } = survey.recipe;
  if (survey.calls.length > 0 && events.declarations(event.name).length === 0) {
    problems.push(eventProblems.missing(event.name, { file: events.path }));
  }
  return problems;
}

/** Within one function, of two moments the earlier must be able to come before the later and not the other way. */
function orderProblems(survey: Survey, selected: Selected): Problem[] {
  const problems: Problem[] = [];
  const calls = survey.checkpoints
    .filter((one) => selected(one.checkpoint.name))
    .flatMap((one) => one.sites.flatMap((site) => (site.existing ? [site.existing] : [])));
  const flows = new Map<string, ReturnType<typeof controlFlow>>();
  const flowOf = (call: ExistingCall) => {
    const key = `${call.function.file.path}:${call.function.start}`;
    const known = flows.get(key) ?? controlFlow(call.function);
    flows.set(key, known);
    return { key, flow: known };
  };
  for (const [earlier, later] of orderedPairs(survey.recipe)) {
    for (const first of calls.filter((call) => call.name === earlier)) {
      for (const second of calls.filter((call) => call.name === later)) {
        const a = flowOf(first);
        if (a.key !== flowOf(second).key) continue;
        const from = flowNodeAt(a.flow, first.call.start);
        const to = flowNodeAt(a.flow, second.call.start);
        if (!from || !to) continue;
        // A loop may lead from a later moment to the next round's earlier one; within a round it must not.
        const comesLater = reachableFrom(a.flow, from.id, 'all-edges').has(to.id);
        const reversed = reachableFrom(a.flow, to.id, 'forward-edges').has(from.id);
        if (!comesLater || reversed) {
          problems.push(
            placementProblems.wrongOrder(earlier, later, placeAt(second.function.file, second.call.start)),
          );
        }
      }
    }
  }
  return problems;
}

/** The recipe's order with what follows from it: if a comes before b and b before c, then a before c. */
function orderedPairs(recipe: Recipe): [string, string][] {
  const pairs = new Map<string, Set<string>>();
  for (const [earlier, later] of recipe.order) {
    const known = pairs.get(earlier) ?? new Set();
    pairs.set(earlier, known.add(later));
  }
  for (const [, later] of pairs) {
    for (const name of later) for (const next of pairs.get(name) ?? []) later.add(next);
  }
  return [...pairs].flatMap(([earlier, later]) =>
    [...later].map((name): [string, string] => [earlier, name]),
  );
}
