import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskLexically } from '../../src/csource/lexical-mask.js';
import { cLikeText, lineEnds } from '../support/any-text.js';

/** The masked text with spaces shown as dots. */
const masked = (text: string): string => maskLexically(text).code.replace(/ /g, '.');

describe('maskLexically', () => {
  it.each([
    ['a block comment', 'a/* b */c', 'a.......c'],
    ['a block comment over two lines', 'a/* b\n c */d', 'a....\n.....d'],
    ['a line comment', 'a // b\nc', 'a.....\nc'],
    ['a line comment at the end of the file', 'a // b', 'a.....'],
    ['a line comment that a backslash continues', '// a\\\nb\nc', '.....\n.\nc'],
    ['a line comment that a backslash continues, with CR LF', '// a\\\r\nb\r\nc', '.....\r\n.\r\nc'],
    ['a backslash inside a line comment', '// a\\b\nc', '......\nc'],
    ['the inside of a string', 'f("ab")', 'f("..")'],
    ['an empty string', 'f("")', 'f("")'],
    ['the inside of a character', "c = 'x';", "c.=.'.';"],
    ['an escaped quote in a string', '"a\\"b"c', '"...."c'],
    ['an escaped backslash before the closing quote', '"a\\\\"b', '"..."b'],
    ['an escaped quote in a character', "'\\''x", "'..'x"],
    ['a double quote in a character', "'\"' a", "'.'.a"],
    ['a single quote in a string', '"it\'s" a', '"....".a'],
    ['a string that a backslash continues', '"a\\\nb"c', '"..\n."c'],
    ['a string that a backslash continues, with CR LF', '"a\\\r\nb"c', '"..\r\n."c'],
    ['comment marks inside a string', '"/* // */"a', '"........"a'],
    ['a quote inside a comment', '/* don\'t */a"b"', '...........a"."'],
    ['a line comment mark inside a block comment', '/* // */a', '........a'],
    ['a block comment mark inside a line comment', '// /*\na', '.....\na'],
    ['a comment that looks nested', '/* /* */a*/', '........a*/'],
    ['a division', 'a / b / *c', 'a./.b./.*c'],
    ['a byte order mark', '\xef\xbb\xbfa', '...a'],
  ])('masks %s', (_, text, expected) => {
    expect(masked(text)).toBe(expected);
  });

  it('gives a quote without a partner the rest of its line, as a compiler does', () => {
    expect(masked('#error don\'t /* do\nthis "either\nint a;')).toBe(
      '#error.don\'.......\nthis."......\nint.a;',
    );
  });

  it('tells the ranges of comments and of literals', () => {
    const text = 'a /* b */ "c" // d\r\n';
    const { comments, literals } = maskLexically(text);
    expect(comments.map(({ start, end }) => text.slice(start, end))).toEqual(['/* b */', '// d']);
    expect(literals.map(({ start, end }) => text.slice(start, end))).toEqual(['"c"']);
  });

  it('says where a comment begins that never ends, and masks all behind it', () => {
    const { code, unterminated } = maskLexically('a\n/* b {\n"c');
    expect(unterminated).toBe(2);
    expect(code).toBe('a\n      \n  ');
  });

  it('finds no unterminated comment in a whole text', () => {
    expect(maskLexically('/* a */ "/*" // /*\n').unterminated).toBeUndefined();
  });

  it('is done soon with a line of nothing but escaped quotes', () => {
    const started = performance.now();
    maskLexically(`"${'\\"'.repeat(40_000)}\n`);
    maskLexically('/ /* /\n'.repeat(40_000));
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it('keeps the length and every line end of any bytes', () => {
    fc.assert(
      fc.property(cLikeText, (text) => {
        const { code } = maskLexically(text);
        expect(code).toHaveLength(text.length);
        expect(lineEnds(code)).toEqual(lineEnds(text));
      }),
      { numRuns: 500 },
    );
  });

  it('changes nothing outside comments and literals', () => {
    fc.assert(
      fc.property(cLikeText, (text) => {
        const { code, comments, literals } = maskLexically(text);
        for (let at = 0; at < text.length; at++) {
          const inside = [...comments, ...literals].some((range) => range.start <= at && at < range.end);
          if (!inside) expect(code.charAt(at)).toBe(text.charAt(at));
        }
      }),
    );
  });
});
