/** The signs that a number may have; a bit each. A pointer is zero or positive. */
export const NEGATIVE = 1;
export const ZERO = 2;
export const POSITIVE = 4;
const ANY_SIGN = NEGATIVE | ZERO | POSITIVE;

/** What is known of a value. */
export interface Value {
  readonly signs: number;
  /** The constant it is, as the code names it. */
  readonly is?: string;
  /** Constants it is not. */
  readonly isnt?: readonly string[];
  /** The function that it points to, or that is behind it: that of a bottom half. */
  readonly function?: string;
}

export const UNKNOWN: Value = { signs: ANY_SIGN };
export const FALSE: Value = { signs: ZERO, is: '0' };
export const TRUE: Value = { signs: POSITIVE, is: '1' };

/** The value of a name in capitals, or of a number as written. */
export function constant(text: string): Value {
  if (/^0[xX]?0*[uUlL]*$/.test(text)) return FALSE;
  const number = Number(text.replace(/[uUlL]+$/, ''));
  if (!Number.isNaN(number)) return { signs: number < 0 ? NEGATIVE : POSITIVE, is: String(number) };
  // Error numbers are positive; the first name of an enum is zero.
  return { signs: /^E[A-Z0-9]+$/.test(text) ? POSITIVE : ZERO | POSITIVE, is: text };
}

/** The value with its sign turned. */
export function negated({ signs, is }: Value): Value {
  const turned = (signs & ZERO) | (signs & NEGATIVE ? POSITIVE : 0) | (signs & POSITIVE ? NEGATIVE : 0);
  if (signs === ZERO) return FALSE;
  return is === undefined
    ? { signs: turned }
    : { signs: turned, is: is.startsWith('-') ? is.slice(1) : `-${is}` };
}

/** Whether a value counts as true; undefined where it may or may not. */
export function truthOf({ signs }: Value): boolean | undefined {
  if (signs === ZERO) return false;
  return (signs & ZERO) === 0 ? true : undefined;
}

/** Whether two values are equal; undefined where they may or may not be. */
export function equal(a: Value, b: Value): boolean | undefined {
  if ((a.signs & b.signs) === 0) return false;
  if (a.signs === ZERO && b.signs === ZERO) return true;
  if (a.is !== undefined && b.is !== undefined) {
    if (a.is === b.is) return true;
    // Names are those of different constants; what number a name stands for the code does not tell.
    return isNumber(a.is) === isNumber(b.is) ? false : undefined;
  }
  if (b.is !== undefined && a.isnt?.includes(b.is)) return false;
  if (a.is !== undefined && b.isnt?.includes(a.is)) return false;
  return undefined;
}

function isNumber(constant: string): boolean {
  return /^-?\d/.test(constant);
}

/** Signs that a number compared with zero may have, by operator. */
const SIGNS_BY_OPERATOR: Readonly<Record<string, number>> = {
  '<': NEGATIVE,
  '<=': NEGATIVE | ZERO,
  '>': POSITIVE,
  '>=': ZERO | POSITIVE,
  '==': ZERO,
  '!=': NEGATIVE | POSITIVE,
};

/** What is left of a value where a comparison with zero has an outcome; undefined where it cannot have it. */
export function comparedWithZero(value: Value, operator: string, outcome: boolean): Value | undefined {
  const signs = SIGNS_BY_OPERATOR[operator] ?? ANY_SIGN;
  return withSigns(value, outcome ? signs : ANY_SIGN & ~signs);
}

/** What is left of a value that has one of these signs; undefined where it has none of them. */
export function withSigns(value: Value, signs: number): Value | undefined {
  const left = value.signs & signs;
  if (left === 0) return undefined;
  if (left === value.signs) return value;
  return left === ZERO && value.is === undefined ? FALSE : { ...value, signs: left };
}

/** What is left of a value that is, or is not, a constant. */
export function equalTo(value: Value, other: Value, outcome: boolean): Value | undefined {
  const known = equal(value, other);
  if (known !== undefined && known !== outcome) return undefined;
  if (outcome) return other.is === undefined ? value : other;
  if (other.is === undefined) return value;
  if (other.signs === ZERO) return withSigns(value, NEGATIVE | POSITIVE);
  if (value.is !== undefined || value.isnt?.includes(other.is)) return value;
  return { ...value, isnt: [...(value.isnt ?? []), other.is].sort() };
}

/** A text that is the same for equal knowledge. */
export function valueKey({ signs, is, isnt, function: fn }: Value): string {
  return `${signs}${is === undefined ? '' : `=${is}`}${isnt ? `!${isnt.join('!')}` : ''}${fn ? `@${fn}` : ''}`;
}
