import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Edit, offsetBefore, splice } from '../../src/csource/splice.js';
import { offsetAfter } from '../support/offset-after.js';

const edit = (start: number, end: number, text: string): Edit => ({ start, end, text });

/** A text with edits that touch but do not overlap, at most one insertion at an offset, in any order. */
const edited = fc
  .record({
    text: fc.string({ maxLength: 30 }),
    cuts: fc.uniqueArray(fc.nat(30), { maxLength: 8 }),
    texts: fc.array(fc.string({ maxLength: 4 }), { minLength: 8, maxLength: 8 }),
    order: fc.infiniteStream(fc.nat()),
  })
  .map(({ text, cuts, texts, order }) => {
    const sorted = cuts.filter((cut) => cut <= text.length).sort((a, b) => a - b);
    const edits = sorted
      .map((start, index) =>
        edit(start, index % 2 === 0 ? start : (sorted[index + 1] ?? text.length), texts[index] ?? ''),
      )
      .map((one) => ({ one, key: order.next().value }))
      .sort((a, b) => a.key - b.key)
      .map(({ one }) => one);
    return { text, edits };
  });

/** One edit after the other, from the back. */
function naively(text: string, edits: readonly Edit[]): string {
  return [...edits]
    .sort((a, b) => b.start - a.start || b.end - a.end)
    .reduce((now, { start, end, text: put }) => now.slice(0, start) + put + now.slice(end), text);
}

describe('splice', () => {
  it('inserts, replaces and removes by the offsets of the original text', () => {
    expect(splice('abcdef', [edit(4, 6, ''), edit(0, 0, '<'), edit(1, 3, 'XYZ')])).toBe('<aXYZd');
  });

  it('keeps insertions at one offset in the order in which they are given', () => {
    expect(splice('ab', [edit(1, 1, '1'), edit(1, 1, '2'), edit(1, 1, '3')])).toBe('a123b');
  });

  it('puts an insertion before a replacement that begins at the same offset', () => {
    expect(splice('ab', [edit(1, 2, 'X'), edit(1, 1, '+')])).toBe('a+X');
  });

  it('lets edits touch', () => {
    expect(splice('abcd', [edit(0, 2, 'x'), edit(2, 2, '|'), edit(2, 4, 'y')])).toBe('x|y');
  });

  it('gives the text back without edits', () => {
    expect(splice('abc', [])).toBe('abc');
  });

  it.each([
    ['overlap', [edit(0, 3, ''), edit(2, 4, '')], /\[2, 4\).*ends at 3/],
    ['insert inside another', [edit(0, 3, ''), edit(1, 1, 'x')], /\[1, 1\).*ends at 3/],
    ['leave the text', [edit(3, 9, '')], /\[3, 9\)/],
    ['run backwards', [edit(3, 2, '')], /\[3, 2\)/],
    ['remove the same twice', [edit(1, 2, ''), edit(1, 2, '')], /\[1, 2\).*ends at 2/],
  ])('refuses edits that %s, with the numbers', (_, edits, message) => {
    expect(() => splice('abcd', edits)).toThrow(message);
  });

  it('does what one edit after the other would do', () => {
    fc.assert(
      fc.property(edited, ({ text, edits }) => {
        expect(splice(text, edits)).toBe(naively(text, edits));
      }),
      { numRuns: 500 },
    );
  });
});

describe('offsetBefore', () => {
  it('moves an offset back by what changed before it, and keeps inserted text at its edit', () => {
    const edits = [edit(0, 2, 'xyz'), edit(4, 4, '++')];
    expect([3, 4, 5, 6, 7, 8].map((offset) => offsetBefore(edits, offset))).toEqual([2, 3, 4, 4, 4, 5]);
  });

  it('finds where every character that stays came from', () => {
    fc.assert(
      fc.property(edited, ({ text, edits }) => {
        const result = splice(text, edits);
        for (let at = 0; at < text.length; at++) {
          const stays = edits.every((one) => at < one.start || one.end <= at);
          if (!stays) continue;
          const now = offsetAfter(edits, at);
          expect(result.charAt(now)).toBe(text.charAt(at));
          expect(offsetBefore(edits, now)).toBe(at);
        }
      }),
    );
  });
});
