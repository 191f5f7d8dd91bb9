import { UNKNOWN, type Value, valueKey } from './value.js';

type Entry = readonly [place: string, value: Value];

/** What the sets that belong together share, so that the same knowledge is the same object. */
type Table = Map<string, Known>;

/**
 * What is known of locals (`x`), of what they point to (`*x`), of fields (`.x`) and answers (`x()`). Never changed: each
 * change gives another one, and the same knowledge from one root is always the same object.
 */
export class Known {
  readonly #table: Table;
  /** By place, in the order of the places. */
  readonly #entries: readonly Entry[];
  // Most of them are never changed: their maps are made when they are.
  #changed: Map<string, Known> | undefined;
  #cut: Map<unknown, Known> | undefined;
  /** Tells it from the others of its root. */
  readonly id: number;

  private constructor(table: Table, entries: readonly Entry[]) {
    this.#table = table;
    this.#entries = entries;
    this.id = table.size;
  }

  /** Nothing is known. */
  static root(): Known {
    return Known.#made(new Map(), []);
  }

  static #made(table: Table, entries: readonly Entry[]): Known {
    let key = '';
    for (const [place, value] of entries) key += `${place}:${valueKey(value)},`;
    let known = table.get(key);
    if (!known) {
      known = new Known(table, entries);
      table.set(key, known);
    }
    return known;
  }

  /** The value in a place. */
  at(place: string): Value {
    for (const [one, value] of this.#entries) if (one === place) return value;
    return UNKNOWN;
  }

  /** The same with a value in a place; what is unknown takes no room. */
  with(place: string, value: Value): Known {
    const before = this.at(place);
    if (before === value) return this;
    const key = `${place}:${valueKey(value)}`;
    let after = this.#changed?.get(key);
    if (!after) {
      after = this.withEach([[place, value]]);
      this.#changed ??= new Map();
      this.#changed.set(key, after);
    }
    return after;
  }

  /** The same with values in places. */
  withEach(entries: readonly Entry[]): Known {
    if (entries.length === 0) return this;
    const merged = new Map(this.#entries);
    for (const [place, value] of entries) {
      if (isNothing(value)) merged.delete(place);
      else merged.set(place, value);
    }
    const sorted = [...merged].sort(([a], [b]) => (a < b ? -1 : 1));
    return Known.#made(this.#table, sorted);
  }

  /** The same with all that another one knows. */
  withAll(other: Known): Known {
    if (this.#entries.length === 0) return other;
    if (other.#entries.length === 0 || other === this) return this;
    return this.#part(other, () => this.withEach(other.#entries));
  }

  /**
   * The part of it that is about some places.
   * @param by what the choice depends on: asked again with the same, the answer is at hand
   */
  only(by: unknown, isKept: (place: string, value: Value) => boolean): Known {
    if (this.#entries.length === 0) return this;
    return this.#part(by, () => {
      const kept = this.#entries.filter(([place, value]) => isKept(place, value));
      return kept.length === this.#entries.length ? this : Known.#made(this.#table, kept);
    });
  }

  #part(by: unknown, make: () => Known): Known {
    let part = this.#cut?.get(by);
    if (!part) {
      part = make();
      this.#cut ??= new Map();
      this.#cut.set(by, part);
    }
    return part;
  }
}

function isNothing(value: Value): boolean {
  return value.signs === UNKNOWN.signs && !value.is && !value.isnt && !value.function;
}
