import { describe, expect, it } from 'vitest';
import { printable, printableLine, saidInOneLine } from '../../src/problem/printable.js';

describe('printable', () => {
  it('shows control characters, and leaves lines, tabs and letters alone', () => {
    expect(printable('a\tb\né€')).toBe('a\tb\né€');
    expect(printable('\u001b[31m\r\u0007\u009b\0')).toBe('\\x1b[31m\\x0d\\x07\\x9b\\x00');
  });
});

describe('printableLine', () => {
  it('shows line feeds as well', () => {
    expect(printableLine('a\n::error::b\r\n')).toBe('a\\n::error::b\\x0d\\n');
  });
});

describe('saidInOneLine', () => {
  it.each([
    ['fatal: a\n', 'fatal: a'],
    ['error: a\r\n\n  hint: b\n', 'error: a; hint: b'],
    ['\n', ''],
  ])('makes of %j %j', (words, line) => {
    expect(saidInOneLine(words)).toBe(line);
  });
});
