import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRight, judge, type SideExpectation } from '../../../src/verify/expectation/judge.js';

const ORDER = ['a', 'b', 'c', 'd', 'e', 'f'];
const DOUBLE = { checkpoint: 'f', scenarios: ['s'], why: 'as upstream', severity: 'note' } as const;
const PLAIN: SideExpectation = { scenarios: [{ fires: ORDER, optional: [], doubles: [] }], anyTime: [] };
const DOUBLED: SideExpectation = {
  scenarios: [{ fires: ORDER, optional: [], doubles: [DOUBLE] }],
  anyTime: [],
};

const indexes = fc.record({ from: fc.nat(ORDER.length - 1), to: fc.nat(ORDER.length - 1) });

describe('a trace that is judged', () => {
  it('is right with each once, in order', () => {
    const judgement = judge(ORDER, PLAIN);
    expect(isRight(judgement)).toBe(true);
    expect(judgement.counts).toEqual(ORDER.map((name) => ({ name, count: 1 })));
  });

  it('is right in no other order, and with nothing more or less', () => {
    const any = fc.array(fc.constantFrom(...ORDER, 'x'), { maxLength: 9 });
    fc.assert(
      fc.property(any, (fired) => isRight(judge(fired, PLAIN)) === (fired.join() === ORDER.join())),
      { numRuns: 2000 },
    );
    fc.assert(
      fc.property(fc.shuffledSubarray(ORDER), (fired) => {
        const { missing } = judge(fired, PLAIN);
        expect(missing).toEqual(ORDER.filter((name) => !fired.includes(name)));
      }),
    );
  });

  it('names a call that was moved: alone, or with the neighbour that it changed places with', () => {
    fc.assert(
      fc.property(indexes, ({ from, to }) => {
        const name = ORDER[from] ?? '';
        const fired = ORDER.toSpliced(from, 1).toSpliced(to, 0, name);
        const { outOfOrder, missing, unexpected } = judge(fired, PLAIN);
        expect([...missing, ...unexpected]).toEqual([]);
        if (from === to) expect(outOfOrder).toEqual([]);
        else if (Math.abs(from - to) > 1) expect(outOfOrder).toEqual([name]);
        else expect([...outOfOrder].sort()).toEqual([name, ORDER[to] ?? ''].sort());
      }),
    );
  });

  it('names a call that fires twice, wherever the second time is, and only that if it is last', () => {
    fc.assert(
      fc.property(indexes, ({ from, to }) => {
        const name = ORDER[from] ?? '';
        const { unexpected } = judge(ORDER.toSpliced(to, 0, name), PLAIN);
        expect(unexpected).toEqual([name]);
      }),
    );
    expect(judge([...ORDER, 'a'], PLAIN).outOfOrder).toEqual([]);
  });

  it('passes upstream’s own double with a note, not a third time, nor another’s', () => {
    const twice = judge([...ORDER, 'f'], DOUBLED);
    expect([isRight(twice), twice.notes]).toEqual([true, [DOUBLE]]);
    expect(judge(ORDER, DOUBLED).notes).toEqual([]);
    expect(judge([...ORDER, 'f', 'f'], DOUBLED)).toMatchObject({ unexpected: ['f'], notes: [] });
    expect(judge([...ORDER, 'e'], DOUBLED).unexpected).toEqual(['e']);
  });

  it('takes the doubles of any scenario that may be what happens', () => {
    const [first] = PLAIN.scenarios;
    const [second] = DOUBLED.scenarios;
    if (!first || !second) throw new Error('no scenario');
    expect(isRight(judge([...ORDER, 'f'], { scenarios: [first, second], anyTime: [] }))).toBe(true);
  });

  it('lets an optional one be missing, not out of order', () => {
    const side = { scenarios: [{ fires: ORDER, optional: ['c'], doubles: [] }], anyTime: [] };
    expect(isRight(judge(['a', 'b', 'd', 'e', 'f'], side))).toBe(true);
    expect(judge(['c', 'a', 'b', 'd', 'e', 'f'], side).outOfOrder).toEqual(['c']);
  });

  it('has those of any time once, anywhere', () => {
    const side = { ...PLAIN, anyTime: ['z'] };
    fc.assert(fc.property(fc.nat(ORDER.length), (at) => isRight(judge(ORDER.toSpliced(at, 0, 'z'), side))));
    expect(judge(ORDER, side).missing).toEqual(['z']);
    expect(judge([...ORDER, 'z', 'z'], side).unexpected).toEqual(['z']);
  });

  it('with nothing to show shows nothing', () => {
    const side = { scenarios: [{ fires: [], optional: [], doubles: [] }], anyTime: [] };
    expect(isRight(judge([], side))).toBe(true);
    expect(judge(['a'], side).unexpected).toEqual(['a']);
  });
});
