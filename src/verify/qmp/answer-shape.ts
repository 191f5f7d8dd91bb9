/** An answer, or a part of one, is not what the protocol says. */
export class WrongShape extends Error {
  override readonly name = 'WrongShape';

  constructor(
    readonly expected: string,
    readonly found: string,
  ) {
    super(`expected ${expected}, found ${found}`);
  }
}

/** An object of JSON. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether it is an object, and neither null nor an array. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @throws WrongShape */
export function objectIn(value: unknown): JsonObject {
  if (isObject(value)) return value;
  throw wrong('an object', value);
}

/** @throws WrongShape where it is no array of objects */
export function objectsIn(value: unknown): readonly JsonObject[] {
  if (!Array.isArray(value)) throw wrong('an array', value);
  return value.map(objectIn);
}

/** @throws WrongShape */
export function textAt(object: JsonObject, key: string): string {
  const value = object[key];
  if (typeof value === 'string') return value;
  throw wrong(`a string at ${key}`, value);
}

/** @throws WrongShape where it is there and no string */
export function optionalTextAt(object: JsonObject, key: string): string | undefined {
  return object[key] === undefined ? undefined : textAt(object, key);
}

/** @throws WrongShape where it is there and no number */
export function optionalNumberAt(object: JsonObject, key: string): number | undefined {
  const value = object[key];
  if (value === undefined || typeof value === 'number') return value;
  throw wrong(`a number at ${key}`, value);
}

/** @throws WrongShape */
export function truthAt(object: JsonObject, key: string): boolean {
  const value = object[key];
  if (typeof value === 'boolean') return value;
  throw wrong(`true or false at ${key}`, value);
}

function wrong(expected: string, value: unknown): WrongShape {
  return new WrongShape(expected, JSON.stringify(value)?.slice(0, 100) ?? 'nothing');
}
