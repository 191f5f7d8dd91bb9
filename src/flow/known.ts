import { UNKNOWN, type Value, valueKey } from './value.js';

/** Numbers up to this many values fit into the key of a change. */
const MOST_VALUES = 2 ** 24;

/** What the knowledge of one root shares, so that the same knowledge is the same object, and each value one number. */
class Table {
  readonly sets = new Map<string, Known>();
  readonly #ids = new Map<string, number>();
  readonly #values: Value[] = [];
  readonly #numbers = new Map<Value, number>();

  /** The number of a value: the same for equal ones. */
  number(value: Value): number {
    const known = this.#numbers.get(value);
    if (known !== undefined) return known;
    const key = valueKey(value);
    let id = this.#ids.get(key);
    if (id === undefined) {
      id = this.#values.length;
      this.#ids.set(key, id);
      this.#values.push(value);
      this.#numbers.set(value, id);
    }
    return id;
  }

  value(number: number): Value {
    return this.#values[number] ?? UNKNOWN;
  }
}

/**
 * What is known of places, by their numbers. Never changed: each change gives another one, and the same knowledge from
 * one root is always the same object.
 */
export class Known {
  readonly #table: Table;
  /** In order. */
  readonly #places: readonly number[];
  readonly #values: readonly number[];
  // Most of them are never changed: their maps are made when they are.
  #changed: Map<number, Known> | undefined;
  #parts: Map<unknown, Known> | undefined;
  /** Tells it from the others of its root. */
  readonly id: number;

  private constructor(table: Table, places: readonly number[], values: readonly number[]) {
    this.#table = table;
    this.#places = places;
    this.#values = values;
    this.id = table.sets.size;
  }

  /** Nothing is known. */
  static root(): Known {
    const table = new Table();
    // What is unknown has the number 0.
    table.number(UNKNOWN);
    return Known.#made(table, [], []);
  }

  static #made(table: Table, places: readonly number[], values: readonly number[]): Known {
    const key = `${places.join()}=${values.join()}`;
    let known = table.sets.get(key);
    if (!known) {
      known = new Known(table, places, values);
      table.sets.set(key, known);
    }
    return known;
  }

  /** The value in a place. */
  at(place: number): Value {
    const index = this.#places.indexOf(place);
    return index < 0 ? UNKNOWN : this.#table.value(this.#values[index] ?? 0);
  }

  /** The same with a value in a place; what is unknown takes no room. */
  with(place: number, value: Value): Known {
    return this.#with(place, this.#table.number(value));
  }

  #with(place: number, value: number): Known {
    const index = this.#places.indexOf(place);
    if ((index < 0 ? 0 : this.#values[index]) === value) return this;
    const key = place * MOST_VALUES + value;
    let after = this.#changed?.get(key);
    if (!after) {
      after = this.#changedAt(place, value);
      this.#changed ??= new Map();
      this.#changed.set(key, after);
    }
    return after;
  }

  #changedAt(place: number, value: number): Known {
    let index = this.#places.findIndex((one) => one >= place);
    if (index < 0) index = this.#places.length;
    const old = this.#places[index] === place ? 1 : 0;
    const changed = (list: readonly number[], one: number): number[] =>
      value === 0 ? list.toSpliced(index, old) : list.toSpliced(index, old, one);
    return Known.#made(this.#table, changed(this.#places, place), changed(this.#values, value));
  }

  /** The same with all that another one knows. */
  withAll(other: Known): Known {
    if (this.#places.length === 0) return other;
    if (other.#places.length === 0 || other === this) return this;
    return this.#parts?.get(other) ?? this.#keep(other, this.#joined(other));
  }

  #joined(other: Known): Known {
    let after: Known = this;
    other.#places.forEach((place, index) => {
      after = after.#with(place, other.#values[index] ?? 0);
    });
    return after;
  }

  /**
   * The part of it that is about some places.
   * @param by what the choice depends on: asked again with the same, the answer is at hand
   */
  only(by: unknown, isKept: (place: number, value: Value) => boolean): Known {
    return this.known(by) ?? this.#keep(by, this.#chosen(isKept));
  }

  /** What {@link only} gave for the same choice before; asked first where it costs to say which places are meant. */
  known(by: unknown): Known | undefined {
    return this.#places.length === 0 ? this : this.#parts?.get(by);
  }

  #chosen(isKept: (place: number, value: Value) => boolean): Known {
    const kept = this.#places.map((place, index) =>
      isKept(place, this.#table.value(this.#values[index] ?? 0)),
    );
    if (!kept.includes(false)) return this;
    const isChosen = (_: number, index: number): boolean => kept[index] === true;
    return Known.#made(this.#table, this.#places.filter(isChosen), this.#values.filter(isChosen));
  }

  #keep(by: unknown, part: Known): Known {
    this.#parts ??= new Map();
    this.#parts.set(by, part);
    return part;
  }
}
