import { describe, expect, it } from 'vitest';
import type { StandingPlace } from '../../src/catalogue/recipe.js';
import { displaced } from '../../src/placement/standing-place.js';
import { functionOf, nodeWith } from '../support/parsed-function.js';

const AFTER_A: StandingPlace = {
  where: 'right after a',
  anchor: { kind: 'call', names: ['a'] },
  side: 'after',
};
const BEFORE_STORE: StandingPlace = {
  where: 'right before the store',
  anchor: { kind: 'store', into: { kind: 'field', name: 'x' } },
  side: 'before',
};

/** Holds the call of `here` against places; `pass` may come between. */
function judged(body: string, ...places: readonly StandingPlace[]): string | undefined {
  const fn = functionOf(body);
  const found = displaced(fn, nodeWith(fn, 'call_expression', 'here()'), places, new Set(['pass']));
  return found && `${found.stands.where}${found.between ? ` (${fn.file.slice(found.between)})` : ''}`;
}

describe('a call', () => {
  it.each([
    'a(); here();',
    'x(); here(); s->x = 1;',
    'a(); s->y = here();',
    'a(); if (here()) { x(); }',
    'if (a()) { x(); } here();',
    'a(); trace_something(s); pass(s); here();',
    'a(); if (s->plain) { here(); }',
    'a(); if (s->plain) here();',
    'a(); { here(); }',
    'a(); x(); a(); here();',
    'nothing(); here();',
  ])('stands right in: %s', (body) => {
    expect(judged(body, body.includes('s->x') ? BEFORE_STORE : AFTER_A)).toBeUndefined();
  });

  it.each([
    ['here(); a();', 'right after a'],
    ['a(); x(); here();', 'right after a (x();)'],
    ['a(); if (s->y) { return; } here();', 'right after a (if (s->y) { return; })'],
    ['a(); again: here();', 'right after a (again: here();)'],
    ['if (s->y) { a(); } here();', 'right after a (if (s->y) { a(); })'],
    ['a(); if (s->y) { x(); here(); }', 'right after a (x();)'],
    ['a(); x(pass()); here();', 'right after a (x(pass());)'],
    ['s->x = 1; here();', 'right before the store'],
  ])('stands elsewhere in: %s', (body, where) => {
    expect(judged(body, body.includes('s->x') ? BEFORE_STORE : AFTER_A)).toBe(where);
  });

  it('is held against the first place that the function has', () => {
    expect(judged('a(); x(); here(); s->x = 1;', BEFORE_STORE, AFTER_A)).toBeUndefined();
    expect(judged('a(); x(); here(); s->x = 1;', AFTER_A, BEFORE_STORE)).toBe('right after a (x();)');
    expect(judged('x(); here(); s->x = 1;', AFTER_A, BEFORE_STORE)).toBeUndefined();
  });

  it('belongs beside the nearest of several', () => {
    const fn = functionOf('a(1); x(); a(2); y(); here(); a(3);');
    const found = displaced(fn, nodeWith(fn, 'call_expression', 'here()'), [AFTER_A], new Set());
    expect(found && fn.file.slice(found.statement)).toBe('a(3);');
    expect(found?.between).toBeUndefined();
  });

  it('is not held against a place of another function', () => {
    expect(judged('a(); x(); here();', { ...AFTER_A, in: 'g' })).toBeUndefined();
    expect(judged('a(); x(); here();', { ...AFTER_A, in: 'f' })).toBe('right after a (x();)');
  });
});
