import type { Effects } from '../catalogue/flow.js';
import { STREAM_ERROR } from './place-of.js';
import { storedInto } from './places.js';
import type { Program } from './program.js';
import { type Slice, sliceOf } from './slice.js';

/**
 * Finds out what a run from some entries has to follow: the functions that fire a checkpoint or decide whether one
 * fires, in them the tests that do, and the places those read. Everything else is passed over, which keeps the number
 * of runs that differ small.
 */
export class Relevance {
  readonly functions: ReadonlySet<string>;
  /** Those of them on the way to a checkpoint or a mark. */
  readonly firing: ReadonlySet<string>;
  /** Fields, as places, whose value matters anywhere. */
  readonly fields: ReadonlySet<string>;
  readonly #slices = new Map<string, Slice>();
  readonly #shared = new Map<string, ReadonlySet<string>>();
  readonly #watched = new Map<string, readonly string[]>();

  constructor(
    readonly program: Program,
    readonly effects: Effects,
    entries: readonly string[],
  ) {
    const reached = program.reach(entries, [...effects.borders, ...effects.waits]);
    const fields = new Set([effects.stateField, ...effects.fields]);
    const tells = [effects.checkpoint, ...effects.marks];
    const fires = (name: string): boolean => tells.some((word) => program.words(name).has(word));
    const changes = [...effects.stateSetters, ...effects.defer];
    const acts = (name: string): boolean =>
      changes.some((word) => program.words(name).has(word)) || program.touchesField(name, fields);
    this.firing = withUsers(program, reached, fires);
    this.functions = withUsers(program, reached, (name) => fires(name) || acts(name));
    this.fields = new Set([effects.stateField, ...effects.fields].map((name) => `.${name}`));
  }

  /** Undefined for a function that does not parse. */
  slice(name: string): Slice | undefined {
    const known = this.#slices.get(name);
    if (known) return known;
    const fn = this.program.open(name);
    if (!fn) return undefined;
    const slice = sliceOf(fn, this);
    this.#slices.set(name, slice);
    return slice;
  }

  /** The fields and answers that a function, or what it calls or defers, may read or change. */
  sharedPlaces(name: string): ReadonlySet<string> {
    let places = this.#shared.get(name);
    if (!places) {
      const { stateField, fields, steady, sticky, raise, release, borders } = this.effects;
      const used = new Set<string>();
      for (const one of this.program.reach([name], borders))
        for (const word of this.#watchedIn(one)) used.add(word);
      // What waits for the big lock runs there, whatever that is.
      if (release.some((word) => used.has(word)))
        for (const one of this.firing) for (const word of this.#watchedIn(one)) used.add(word);
      places = new Set([
        `.${stateField}`,
        ...fields.filter((field) => used.has(field)).flatMap((field) => [`.${field}`, storedInto(field)]),
        ...steady.filter((answer) => used.has(answer)).map((answer) => `${answer}()`),
        ...([...sticky, ...raise].some((word) => used.has(word)) ? [STREAM_ERROR] : []),
      ]);
      this.#shared.set(name, places);
    }
    return places;
  }

  /** The words in a function that decide which places it shares with others. */
  #watchedIn(name: string): readonly string[] {
    let watched = this.#watched.get(name);
    if (!watched) {
      const { fields, steady, sticky, raise, release } = this.effects;
      const words = this.program.words(name);
      watched = [...fields, ...steady, ...sticky, ...raise, ...release].filter((word) => words.has(word));
      this.#watched.set(name, watched);
    }
    return watched;
  }

  /** Whether a place of a function has to be followed. */
  follows(name: string, place: string): boolean {
    if (place.endsWith('()') || place.startsWith(':')) return true;
    return place.startsWith('.') ? this.fields.has(place) : (this.slice(name)?.places.has(place) ?? false);
  }
}

/** The functions of which something is true, with all that use one of them. */
function withUsers(
  program: Program,
  reached: ReadonlySet<string>,
  isOne: (name: string) => boolean,
): Set<string> {
  const users = new Map<string, string[]>();
  for (const name of reached) {
    for (const used of program.uses(name)) {
      const known = users.get(used);
      if (known) known.push(name);
      else users.set(used, [name]);
    }
  }
  const found = new Set<string>();
  const pending = [...reached].filter(isOne);
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    pending.push(...(users.get(name) ?? []));
  }
  return found;
}
