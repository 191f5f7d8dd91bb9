import type { Recipe } from '../catalogue/recipe.js';
import type { SourceFile } from '../csource/source-file.js';
import { FARTHEST_SLIP, nearestName } from '../near-names.js';
import { eventProblems } from '../problem/event-problems.js';
import { placementProblems } from '../problem/placement-problems.js';
import type { Problem } from '../problem/problem.js';
import type { EventsFile } from '../trace-events/events-file.js';
import { type ExistingCall, quotedArgument } from './existing-calls.js';
import { placeAt } from './place-at.js';

/** Names that are none of the recipe's but so like one of them that they are meant for it. */
export function unknownNames(recipe: Recipe, calls: readonly ExistingCall[]): Problem[] {
  const known = recipe.checkpoints.map((checkpoint) => checkpoint.name);
  const problems: Problem[] = [];
  for (const call of calls) {
    if (known.includes(call.name)) continue;
    const nearest = recipe.misspellings[call.name] ?? namesake(call.name, known);
    if (nearest)
      problems.push(
        placementProblems.unknownCheckpoint(call.name, nearest, placeAt(call.function.file, call.call.start)),
      );
  }
  return problems;
}

/** The name that is meant: the same but for capitals or for its side, or the nearest. */
function namesake(name: string, known: readonly string[]): string | undefined {
  const small = name.toLowerCase();
  const isSame = (one: string): boolean => one === small || one.slice(one.indexOf('-') + 1) === small;
  return known.find(isSame) ?? nearestName(small, known);
}

/** All tracepoints begin so; to look for words of any beginning takes a tenth of the time of a lint. */
const START = 'trace_';

/**
 * Calls of a tracepoint so like the recipe's that it is meant: no compiler takes them, and a checkpoint that is put beside one
 * would be there twice once it is mended.
 */
export function misspeltTracepoints(recipe: Recipe, file: SourceFile): Problem[] {
  const meant = recipe.call.function;
  const rest = meant.length - START.length;
  const like = `${START}\\w{${rest - FARTHEST_SLIP},${rest + FARTHEST_SLIP}}(?=\\s*\\()`;
  const words = file.lexical.matchAll(new RegExp(like, 'g'));
  return [...words].flatMap(({ 0: word, index }) => {
    if (word === meant || !nearestName(word, [meant])) return [];
    const name = quotedArgument(file, index);
    const checkpoint = recipe.checkpoints.find((one) => one.name === name)?.name;
    return [placementProblems.misspeltTracepoint(word, meant, checkpoint, placeAt(file, index))];
  });
}

/**
 * Lines that declare an event so like one of these that it is meant: a right line beside one would leave it there, unused.
 * A name that only goes on, as in `…_v2`, is somebody's own.
 * @param meant the events of a recipe
 */
export function misspeltEvents(meant: readonly string[], events: EventsFile): Problem[] {
  return events.lines.flatMap(({ event }, index) => {
    const nearest = event === undefined ? undefined : nearestName(event, meant);
    if (event === undefined || nearest === undefined) return [];
    if (meant.some((name) => event === name || event.startsWith(`${name}_`))) return [];
    return [eventProblems.misspelt(event, nearest, { file: events.path, line: index + 1 })];
  });
}
