import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyOf, meantNames, nearestName } from '../src/near-names.js';

const CHECKPOINTS = ['src-downtime-start', 'src-vm-stopped', 'src-downtime-end', 'dst-precopy-bh-enter'];

/** How many letters have to be put in, left out or changed, as the definition says it. */
function slips(a: string, b: string): number {
  if (a === '' || b === '') return Math.max(a.length, b.length);
  const [restA, restB] = [a.slice(1), b.slice(1)];
  if (a[0] === b[0]) return slips(restA, restB);
  return 1 + Math.min(slips(restA, b), slips(a, restB), slips(restA, restB));
}

describe('nearestName', () => {
  it.each([
    ['src-vm-stoped', 'src-vm-stopped'],
    ['src-dowtnime-end', 'src-downtime-end'],
    ['fleet-own-mark', undefined],
    ['', undefined],
  ])('takes %j for %j', (name, nearest) => {
    expect(nearestName(name, CHECKPOINTS)).toBe(nearest);
  });

  it('takes no short name for another of which most letters differ', () => {
    expect(nearestName('ls', ['lint'])).toBeUndefined();
    expect(nearestName('foo', ['colo'])).toBeUndefined();
    expect(nearestName('lnt', ['lint'])).toBe('lint');
    expect(nearestName('lnit', ['lint'])).toBe('lint');
  });

  it('gives the first of those that take the fewest slips: fewer than four, and than half of the letters, or two changed places', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 });
    const letters = (name: string): string => [...name].sort().join('');
    const isAlike = (name: string, one: string): boolean =>
      slips(name, one) < Math.min(4, 0.5 * Math.max(name.length, one.length)) ||
      (slips(name, one) === 2 && letters(name) === letters(one));
    fc.assert(
      fc.property(word, fc.array(word, { maxLength: 4 }), (name, known) => {
        const alike = known.filter((one) => isAlike(name, one));
        const fewest = Math.min(...alike.map((one) => slips(name, one)));
        expect(nearestName(name, known)).toBe(alike.find((one) => slips(name, one) === fewest));
      }),
    );
  });
});

describe('meantNames', () => {
  it.each([
    ['src-vm', ['src-vm-stopped']],
    ['SRC-Downtime', ['src-downtime-start', 'src-downtime-end']],
    ['SRC-VM-STOPED', ['src-vm-stopped']],
    ['vm', []],
    ['', []],
  ])('are, of %j, %j', (typed, meant) => {
    expect(meantNames(typed, CHECKPOINTS)).toEqual(meant);
  });
});

it.each([
  [[], ''],
  [['a'], 'a'],
  [['a', 'b'], 'a or b'],
  [['a', 'b', 'c'], 'a, b or c'],
])('anyOf reads %j as %j', (names, text) => {
  expect(anyOf(names)).toBe(text);
});
