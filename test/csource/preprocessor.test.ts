import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conditionalAt, maskPreprocessor } from '../../src/csource/preprocessor.js';
import { cLikeText, lineEnds } from '../support/any-text.js';
import { c } from '../support/c-text.js';

/** The words that the parser gets to see. */
const seen = (text: string): string[] =>
  maskPreprocessor(text)
    .code.split(/\s+/)
    .filter((word) => word !== '');

/** The directive around a word, include guards apart. */
function around(text: string, word: string): string | undefined {
  return conditionalAt(maskPreprocessor(text).conditionals, text.indexOf(word))?.directive;
}

describe('maskPreprocessor', () => {
  it('blanks directives', () => {
    expect(seen('#include "a.h"\na;\n  #  define X 1\nb;\n')).toEqual(['a;', 'b;']);
  });

  it('blanks the lines that a backslash continues a directive to', () => {
    expect(seen('#define X \\\n a \\\r\n b\nc;\n')).toEqual(['c;']);
  });

  it('leaves a # alone that does not begin its line', () => {
    expect(seen('a #if 0\nb;\n')).toEqual(['a', '#if', '0', 'b;']);
  });

  it.each([
    ['the first branch', '#ifdef X\na;\n#else\nb;\n#endif\nc;\n', ['a;', 'c;']],
    ['the first of several', '#if X\na;\n#elif Y\nb;\n#elif Z\nc;\n#else\nd;\n#endif\n', ['a;']],
    ['nothing of an #if 0', '#if 0\na;\n#endif\nb;\n', ['b;']],
    ['the #else of an #if 0', '#if 0\na;\n#else\nb;\n#endif\n', ['b;']],
    ['the #elif of an #if 0, and not its #else', '#if 0\na;\n#elif X\nb;\n#else\nc;\n#endif\n', ['b;']],
    ['nothing of an #if 0 that is written with spaces', '# if  0  \na;\n#endif\nb;\n', ['b;']],
    ['a branch that tests for other than 0', '#if 01\na;\n#endif\n', ['a;']],
    [
      'first branches inside first branches',
      '#if X\n#if Y\na;\n#else\nb;\n#endif\n#else\nc;\n#endif\n',
      ['a;'],
    ],
    ['nothing nested in a hidden branch', '#if X\na;\n#else\n#if Y\nb;\n#endif\n#endif\n', ['a;']],
  ])('lets the parser see %s', (_, text, words) => {
    expect(seen(text)).toEqual(words);
  });

  it('sees through branches between the arms of an if', () => {
    const text = c`
      if (a) {
          x();
      #ifdef CONFIG_Y
      } else if (b) {
          y();
      #endif
      } else {
          z();
      }
    `;
    expect(seen(text).join(' ')).toBe('if (a) { x(); } else if (b) { y(); } else { z(); }');
  });

  it.each([
    ['an #if without #endif', 'a;\n#if X\nb;\n', 3],
    ['the outer of two #if with one #endif', '#if X\n#if Y\n#endif\n', 0],
    ['an #endif without #if', 'a;\n#endif\n', 3],
    ['an #else without #if', 'a;\n#else\n', 3],
    ['an #elif without #if', '#elif X\n', 0],
  ])('says where %s is', (_, text, offset) => {
    expect(maskPreprocessor(text).unbalanced).toBe(offset);
  });

  it('finds nothing unbalanced in whole conditionals', () => {
    expect(maskPreprocessor('#if X\n#elif Y\n#else\n#endif\n').unbalanced).toBeUndefined();
  });

  it('keeps the length and every line end of any bytes', () => {
    fc.assert(
      fc.property(cLikeText, (text) => {
        const { code } = maskPreprocessor(text);
        expect(code).toHaveLength(text.length);
        expect(lineEnds(code)).toEqual(lineEnds(text));
      }),
      { numRuns: 500 },
    );
  });
});

describe('conditionalAt', () => {
  it('names the innermost conditional, white space folded', () => {
    const text = '#ifdef A\n#if   B  > 1\ninner;\n#endif\nouter;\n#endif\nnone;\n';
    expect(around(text, 'inner')).toBe('#if B > 1');
    expect(around(text, 'outer')).toBe('#ifdef A');
    expect(around(text, 'none')).toBeUndefined();
  });

  it('counts every branch as inside', () => {
    const text = 'a;\n#ifdef A\nyes;\n#else\nno;\n#endif\n';
    expect(around(text, 'yes')).toBe('#ifdef A');
    expect(around(text, 'no')).toBe('#ifdef A');
  });

  it('does not count an include guard', () => {
    expect(around('#ifndef A_H\n#define A_H\nint a;\n#endif\n', 'int a')).toBeUndefined();
  });

  it('does not count a conditional around all of the code behind the includes', () => {
    expect(around('#include "a.h"\n#ifdef A\nint a;\n#endif\n\n', 'int a')).toBeUndefined();
  });

  it('counts a conditional around the last function of a file', () => {
    expect(around('int a;\n#ifdef A\nint b;\n#endif\n', 'int b')).toBe('#ifdef A');
  });

  it('counts a conditional around all of the code that has a second branch', () => {
    expect(around('#ifdef A\nint a;\n#else\nint b;\n#endif\n', 'int a')).toBe('#ifdef A');
  });

  it('counts an #if 0 around all of the code', () => {
    expect(around('#if 0\nint a;\n#endif\n', 'int a')).toBe('#if 0');
  });
});
