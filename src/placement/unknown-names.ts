import type { Recipe } from '../catalogue/recipe.js';
import type { SourceFile } from '../csource/source-file.js';
import type { Edit } from '../csource/splice.js';
import { FARTHEST_SLIP, nearestName } from '../near-names.js';
import { eventProblems } from '../problem/event-problems.js';
import type { Place, Problem } from '../problem/problem.js';
import type { EventsFile } from '../trace-events/events-file.js';
import { type ExistingCall, quotedArgument } from './existing-calls.js';
import { placeAt } from './place-at.js';

/** A call that is meant for a checkpoint and has its name, or that of the tracepoint, misspelt. */
export interface Slip {
  readonly kind: 'name' | 'tracepoint';
  readonly file: SourceFile;
  /** Where the call begins. */
  readonly offset: number;
  readonly place: Place;
  readonly spelt: string;
  /** What is meant. */
  readonly right: string;
  /** The checkpoint that is meant; undefined where the call has a name of somebody's own. */
  readonly checkpoint: string | undefined;
  /** What makes it right. */
  readonly edits: readonly Edit[];
}

/** Names that are none of the recipe's but so like one of them that they are meant for it. */
export function unknownNames(recipe: Recipe, calls: readonly ExistingCall[]): Slip[] {
  return calls.flatMap(({ name, function: { file }, call }): Slip[] => {
    const nearest = isKnown(recipe, name) ? undefined : meantBy(recipe, name);
    if (nearest === undefined) return [];
    const edits = renaming(file, call.start, name, nearest);
    const place = placeAt(file, call.start);
    return [
      {
        kind: 'name',
        file,
        offset: call.start,
        place,
        spelt: name,
        right: nearest,
        checkpoint: nearest,
        edits,
      },
    ];
  });
}

function isKnown({ checkpoints }: Recipe, name: string): boolean {
  return checkpoints.some((one) => one.name === name);
}

/** Puts a name in the place of the one that a call has. */
function renaming(file: SourceFile, offset: number, name: string, by: string): Edit[] {
  const start = file.text.indexOf(`"${name}"`, offset) + 1;
  return start > 0 ? [{ start, end: start + name.length, text: by }] : [];
}

/** The checkpoint that a name is meant for. */
function meantBy({ checkpoints, misspellings }: Recipe, name: string): string | undefined {
  const known = Object.hasOwn(misspellings, name) ? misspellings[name] : undefined;
  return (
    known ??
    namesake(
      name,
      checkpoints.map((one) => one.name),
    )
  );
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
export function misspeltTracepoints(recipe: Recipe, file: SourceFile): Slip[] {
  const meant = recipe.call.function;
  const rest = meant.length - START.length;
  const like = `${START}\\w{${rest - FARTHEST_SLIP},${rest + FARTHEST_SLIP}}(?=\\s*\\()`;
  const words = file.lexical.matchAll(new RegExp(like, 'g'));
  return [...words].flatMap(({ 0: word, index }): Slip[] => {
    if (word === meant || !nearestName(word, [meant])) return [];
    const name = quotedArgument(file, index);
    const checkpoint = name === undefined || isKnown(recipe, name) ? name : meantBy(recipe, name);
    const edits = [{ start: index, end: index + word.length, text: meant }];
    const slip = {
      kind: 'tracepoint',
      file,
      offset: index,
      place: placeAt(file, index),
      spelt: word,
      checkpoint,
    } as const;
    if (name === undefined || checkpoint === undefined || checkpoint === name)
      return [{ ...slip, right: meant, edits }];
    const both = `${meant}("${checkpoint}")`;
    return [{ ...slip, right: both, edits: [...edits, ...renaming(file, index, name, checkpoint)] }];
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
