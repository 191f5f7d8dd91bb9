/** What a function gives back stands in this place. */
export const RESULT = 'return';

/** Gives the places of a program their numbers: odd ones to those that no function has for itself. */
export class Places {
  readonly #ids = new Map<string, number>();
  readonly #names: string[] = [];

  /** The number of a place. */
  id(name: string): number {
    let id = this.#ids.get(name);
    if (id === undefined) {
      id = this.#names.length * 2 + (isOfNoFunction(name) ? 1 : 0);
      this.#ids.set(name, id);
      this.#names.push(name);
    }
    return id;
  }

  name(id: number): string {
    return this.#names[id >> 1] ?? '';
  }
}

/** Fields and answers are of no one function; locals, and what they point to, are. */
function isOfNoFunction(place: string): boolean {
  const first = place.charAt(0);
  return first === '.' || first === ':' || place.endsWith(')');
}

/** Whether the number is that of a field or an answer. */
export function isShared(id: number): boolean {
  return (id & 1) === 1;
}

/** The place of what is stored into a field where the code does not tell. */
export function storedInto(field: string): string {
  return `:${field}`;
}

/** Whether a place is a local itself, not what one points to. */
export function isLocal(place: string): boolean {
  return /^\w+$/.test(place);
}
