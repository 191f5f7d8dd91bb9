import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  comparedWithZero,
  constant,
  equal,
  equalTo,
  FALSE,
  NEGATIVE,
  negated,
  POSITIVE,
  TRUE,
  truthOf,
  UNKNOWN,
  type Value,
  valueKey,
  withSigns,
  ZERO,
} from '../../src/flow/value.js';

/** What the names stand for; one of an enum is zero, and a number may have a name. */
const NAMES: Readonly<Record<string, number>> = { NONE: 0, READY: 1, GONE: 2, EPERM: 7 };

function numberOf(text: string): number {
  return text.startsWith('-') ? 0 - numberOf(text.slice(1)) : (NAMES[text] ?? Number(text));
}

const signOf = (number: number): number => (number < 0 ? NEGATIVE : number > 0 ? POSITIVE : ZERO);

/** Whether a number is one that the value may be. */
function holds(value: Value, number: number): boolean {
  return (
    (value.signs & signOf(number)) !== 0 &&
    (value.is === undefined || numberOf(value.is) === number) &&
    !(value.isnt ?? []).some((one) => numberOf(one) === number)
  );
}

const texts = ['0', '1', '2', '7', ...Object.keys(NAMES)];
const anyText = fc.constantFrom(...texts);
const OPERATORS: Readonly<Record<string, (number: number) => boolean>> = {
  '<': (number) => number < 0,
  '<=': (number) => number <= 0,
  '>': (number) => number > 0,
  '>=': (number) => number >= 0,
  '==': (number) => number === 0,
  '!=': (number) => number !== 0,
};

/** What can be found out of a number. */
type Finding =
  | { readonly kind: 'compared'; readonly operator: string }
  | { readonly kind: 'equal'; readonly text: string }
  | { readonly kind: 'signs'; readonly signs: number };

const anyFinding: fc.Arbitrary<Finding> = fc.oneof(
  fc.constantFrom(...Object.keys(OPERATORS)).map((operator) => ({ kind: 'compared' as const, operator })),
  anyText.map((text) => ({ kind: 'equal' as const, text })),
  fc.integer({ min: 1, max: 7 }).map((signs) => ({ kind: 'signs' as const, signs })),
);

/** A value after something true of the number was found out. */
function found(value: Value, number: number, finding: Finding): Value | undefined {
  switch (finding.kind) {
    case 'compared':
      return comparedWithZero(value, finding.operator, OPERATORS[finding.operator]?.(number) ?? false);
    case 'equal':
      return equalTo(value, constant(finding.text), number === numberOf(finding.text));
    case 'signs':
      return withSigns(value, finding.signs | signOf(number));
  }
}

/** A number, and what is known of it after some findings. */
const anyKnown: fc.Arbitrary<{ number: number; value: Value }> = fc
  .tuple(
    fc.oneof(
      anyText.map((text) => ({ number: numberOf(text), value: constant(text) })),
      fc.integer({ min: -3, max: 8 }).map((number) => ({ number, value: UNKNOWN })),
    ),
    fc.array(anyFinding, { maxLength: 4 }),
  )
  .map(([{ number, value }, findings]) => ({
    number,
    value: findings.reduce<Value>((known, finding) => found(known, number, finding) ?? known, value),
  }));

describe('what is known of a value', () => {
  it('always holds the number that it is', () => {
    fc.assert(
      fc.property(anyKnown, anyFinding, ({ number, value }, finding) => {
        const after = found(value, number, finding);
        expect(after, valueKey(value)).toBeDefined();
        expect(after && holds(after, number), `${valueKey(value)} and ${JSON.stringify(finding)}`).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  it('is never more after something was found out', () => {
    fc.assert(
      fc.property(
        anyKnown,
        anyFinding,
        fc.integer({ min: -3, max: 8 }),
        ({ number, value }, finding, other) => {
          const after = found(value, number, finding);
          // An equal constant takes the place of all that was known.
          if (after && finding.kind !== 'equal' && !holds(value, other))
            expect(holds(after, other)).toBe(false);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('answers only what is sure', () => {
    fc.assert(
      fc.property(anyKnown, anyKnown, (one, other) => {
        const isEqual = equal(one.value, other.value);
        if (isEqual !== undefined) expect(isEqual).toBe(one.number === other.number);
        const isTrue = truthOf(one.value);
        if (isTrue !== undefined) expect(isTrue).toBe(one.number !== 0);
        expect(equal(other.value, one.value)).toBe(isEqual);
      }),
      { numRuns: 3000 },
    );
  });

  it('turns its sign with the number', () => {
    fc.assert(
      fc.property(anyKnown, ({ number, value }) => {
        expect(holds(negated(value), 0 - number), valueKey(value)).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  it('does not grow by what is found out again', () => {
    fc.assert(
      fc.property(anyKnown, anyFinding, ({ number, value }, finding) => {
        const once = found(value, number, finding);
        const twice = once && found(once, number, finding);
        expect(twice && valueKey(twice)).toBe(once && valueKey(once));
      }),
      { numRuns: 3000 },
    );
  });
});

describe('constants', () => {
  it.each(['0', '0x0', '0UL', '00'])('%s is false', (text) => {
    expect(constant(text)).toEqual(FALSE);
  });

  it('are the same however they are written', () => {
    expect(constant('0x10')).toEqual(constant('16'));
    expect(constant('1ULL')).toEqual(TRUE);
    expect(constant('-3').signs).toBe(NEGATIVE);
  });

  it('of errors are positive, others may be zero', () => {
    expect(constant('EINVAL').signs).toBe(POSITIVE);
    expect(constant('MIGRATION_STATUS_NONE').signs).toBe(ZERO | POSITIVE);
    expect(negated(constant('EINVAL')).signs).toBe(NEGATIVE);
  });

  it('that cannot be are told so', () => {
    expect(comparedWithZero(TRUE, '<', true)).toBeUndefined();
    expect(withSigns(FALSE, POSITIVE | NEGATIVE)).toBeUndefined();
    expect(equalTo(constant('READY'), constant('GONE'), true)).toBeUndefined();
    expect(equalTo(constant('READY'), constant('READY'), false)).toBeUndefined();
  });
});
