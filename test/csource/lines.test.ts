import { describe, expect, it } from 'vitest';
import { Lines, lineEndings } from '../../src/csource/lines.js';

const TEXT = 'ab\r\n\tcd\n\n  \r\nef';
const lines = new Lines(TEXT);
const at = (snippet: string): number => TEXT.indexOf(snippet);

describe('Lines', () => {
  it('numbers lines from 1; a line end belongs to its line', () => {
    expect(
      [0, 2, 3, 4, at('d'), at('\n\n'), at('\n\n') + 1, at('ef'), TEXT.length].map((o) => lines.numberAt(o)),
    ).toEqual([1, 1, 1, 2, 2, 2, 3, 5, 5]);
  });

  it('knows the begin of a line and of the next one', () => {
    expect(lines.startOf(at('d'))).toBe(4);
    expect(lines.startOf(4)).toBe(4);
    expect(lines.nextStart(at('d'))).toBe(at('\n\n') + 1);
    expect(lines.nextStart(at('f'))).toBe(TEXT.length);
  });

  it('ends a line before its LF or CR LF', () => {
    expect(lines.endOf(0)).toBe(2);
    expect(lines.endOf(2)).toBe(2);
    expect(lines.endOf(3)).toBe(3);
    expect(lines.endOf(at('c'))).toBe(at('\n\n'));
    expect(lines.endOf(at('e'))).toBe(TEXT.length);
  });

  it('takes a line of white space for blank, and none behind the text', () => {
    expect(lines.isBlank(at('\n\n') + 1)).toBe(true);
    expect(lines.isBlank(at('  \r'))).toBe(true);
    expect(lines.isBlank(0)).toBe(false);
    expect(lines.isBlank(TEXT.length)).toBe(false);
  });

  it('gives the indentation as it is', () => {
    expect(lines.indentOf(at('d'))).toBe('\t');
    expect(lines.indentOf(at('  \r'))).toBe('  ');
    expect(lines.indentOf(0)).toBe('');
  });

  it('knows the line end used at an offset; the last line uses that of the one before', () => {
    expect(lines.lineEndingAt(0)).toBe('\r\n');
    expect(lines.lineEndingAt(at('cd'))).toBe('\n');
    expect(lines.lineEndingAt(at('ef'))).toBe('\r\n');
    expect(new Lines('a').lineEndingAt(0)).toBe('\n');
  });
});

describe('lineEndings', () => {
  it.each([
    ['a\nb\n', 'lf'],
    ['a\r\nb\r\n', 'crlf'],
    ['a\r\nb\n', 'mixed'],
    ['a', 'none'],
    ['a\rb', 'none'],
  ])('of %j are %s', (text, expected) => {
    expect(lineEndings(text)).toBe(expected);
  });
});
