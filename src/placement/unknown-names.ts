import type { Recipe } from '../catalogue/recipe.js';
import type { SourceFile } from '../csource/source-file.js';
import { placementProblems } from '../problem/placement-problems.js';
import type { Problem } from '../problem/problem.js';
import { type ExistingCall, quotedArgument } from './existing-calls.js';
import { placeAt } from './place-at.js';

/** Farther away a name is somebody's own, not a slip of the finger. */
const FARTHEST_SLIP = 3;

/** Names that are none of the recipe's but so like one of them that they are meant for it. */
export function unknownNames(recipe: Recipe, calls: readonly ExistingCall[]): Problem[] {
  const known = recipe.checkpoints.map((checkpoint) => checkpoint.name);
  const problems: Problem[] = [];
  for (const call of calls) {
    if (known.includes(call.name)) continue;
    const nearest = recipe.misspellings[call.name] ?? nearestName(call.name, known);
    if (nearest)
      problems.push(
        placementProblems.unknownCheckpoint(call.name, nearest, placeAt(call.function.file, call.call.start)),
      );
  }
  return problems;
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

/** The name that is so like this one that it is meant for it. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = FARTHEST_SLIP + 1;
  for (const candidate of known) {
    const distance = editDistance(name, candidate, least);
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

/** How many slips make one of the other; where it takes `enough` of them or more, `enough`. */
function editDistance(a: string, b: string, enough: number): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = Array<number>(b.length + 1).fill(enough);
    next[0] = i;
    let least = i;
    // Farther off the diagonal, as many letters are missing.
    const last = Math.min(b.length, i + enough);
    for (let j = Math.max(1, i - enough); j <= last; j++) {
      const replaced = (row[j - 1] ?? 0) + (a.charAt(i - 1) === b.charAt(j - 1) ? 0 : 1);
      const distance = Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1);
      next[j] = distance;
      if (distance < least) least = distance;
    }
    // It never becomes less: names that differ from the beginning on are given up there.
    if (least >= enough) return enough;
    row = next;
  }
  return Math.min(row[b.length] ?? 0, enough);
}
