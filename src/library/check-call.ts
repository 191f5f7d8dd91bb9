import { meantNames } from '../near-names.js';
import { usageProblems } from '../problem/usage-problems.js';

/** What a value has to be. */
export interface Kind {
  /** A noun phrase, for messages. */
  readonly what: string;
  readonly fits: (value: unknown) => boolean;
}

const isText = (value: unknown): boolean => typeof value === 'string';

export const flag: Kind = { what: 'true or false', fits: (value) => typeof value === 'boolean' };
export const text: Kind = { what: 'a string', fits: isText };
export const texts: Kind = {
  what: 'an array of strings',
  fits: (value) => Array.isArray(value) && value.every(isText),
};

/** A whole number of something. */
export function wholeNumber(unit: string, least: number, or?: string): Kind {
  const from = Number.isFinite(least) ? ` from ${least}` : '';
  return {
    what: `a whole number ${unit}${from}${or === undefined ? '' : `, or "${or}"`}`.replace('  ', ' '),
    fits: (value) =>
      (or !== undefined && value === or) || (Number.isSafeInteger(value) && Number(value) >= least),
  };
}

export function oneOf(names: readonly string[]): Kind {
  return {
    what: `one of: ${names.map((name) => `"${name}"`).join(', ')}`,
    fits: (value) => typeof value === 'string' && names.includes(value),
  };
}

/** An array of objects, each with these members as strings; it may have others. */
export function records(required: readonly string[], optional: readonly string[] = []): Kind {
  const isRecord = (value: unknown): boolean => {
    if (typeof value !== 'object' || value === null) return false;
    const members = value as Readonly<Record<string, unknown>>;
    return (
      required.every((name) => isText(members[name])) &&
      optional.every((name) => members[name] === undefined || isText(members[name]))
    );
  };
  return {
    what: `an array of objects with ${required.join(' and ')}`,
    fits: (value) => Array.isArray(value) && value.every(isRecord),
  };
}

/** The options of a function: each that its type has, and no other. */
export type OptionKinds<Options> = { readonly [Name in keyof Required<Options>]: Kind };

/**
 * Holds a call against what the function takes: JavaScript has no types, and an option that is passed over may be the one that
 * kept the tree from being written.
 * @param subject the first argument, where it is no option
 * @throws WrongUsage `no-such-option`, `option-unfit`
 */
export function checkCall<Options extends object>(
  call: string,
  subject: { readonly name: string; readonly value: unknown } | undefined,
  options: Options,
  kinds: OptionKinds<Options>,
): void {
  if (subject && !text.fits(subject.value))
    throw usageProblems.argumentUnfit(call, subject.name, 'a path, as a string', shown(subject.value));
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw usageProblems.argumentUnfit(call, 'options', 'an object', shown(options));
  const known: Readonly<Record<string, Kind>> = kinds;
  for (const [name, value] of Object.entries(options)) {
    const kind = Object.hasOwn(known, name) ? known[name] : undefined;
    if (!kind) {
      const names = Object.keys(known);
      throw usageProblems.noSuchOption(call, name, names, meantNames(name, names));
    }
    if (value !== undefined && !kind.fits(value))
      throw usageProblems.argumentUnfit(call, name, kind.what, shown(value));
  }
}

/** More of a value makes no sentence. */
const LONGEST = 60;

function shown(value: unknown): string {
  if (typeof value === 'string') return cut(JSON.stringify(value));
  if (Array.isArray(value))
    return value.length === 0
      ? 'an empty array'
      : `an array of ${value.map(typeOf).join(', ')}`.slice(0, LONGEST);
  if (typeof value === 'object' && value !== null) return 'an object';
  return typeof value === 'function' ? 'a function' : cut(String(value));
}

function typeOf(value: unknown): string {
  return value === null ? 'null' : typeof value;
}

function cut(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
