import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FoundLine, LINE_LIMIT, LineScanner } from '../../src/trace-log/line-scanner.js';

interface Scan {
  readonly found: readonly FoundLine[];
  readonly lines: number;
  readonly overlong: number;
}

/** Scans for `NEEDLE`. @param cuts where the text is cut into pieces */
function scan(text: string | Buffer, cuts: readonly number[] = [], everyLine = false): Scan {
  const bytes = Buffer.from(text);
  const found: FoundLine[] = [];
  const scanner = new LineScanner(Buffer.from('NEEDLE'), (line) => found.push(line));
  scanner.everyLine = everyLine;
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  for (const [index, place] of places.entries())
    if (index > 0) scanner.push(Buffer.from(bytes.subarray(places[index - 1], place)));
  scanner.end();
  return { found, lines: scanner.lines, overlong: scanner.overlong };
}

/** The same by splitting the whole text. */
function naively(text: string, everyLine: boolean): Scan {
  const lines = text.split('\n');
  const last = lines.at(-1) === '' ? lines.pop() : undefined;
  const found = lines
    .map((line, index) => ({
      number: index + 1,
      text: line,
      isCut: last === undefined && index === lines.length - 1,
    }))
    .filter((line) => everyLine || line.text.includes('NEEDLE'));
  return { found, lines: lines.length, overlong: 0 };
}

const anyText = fc
  .array(fc.constantFrom('NEEDLE', 'NEED', 'a', 'LE', '\n', '\n', '\r', ' ', 'ü'), { maxLength: 60 })
  .map((parts) => parts.join(''));

describe('the scanner', () => {
  it('finds what splitting the whole text finds, wherever the pieces are cut', () => {
    fc.assert(
      fc.property(anyText, fc.array(fc.nat(), { maxLength: 6 }), fc.boolean(), (text, cuts, everyLine) => {
        expect(scan(text, cuts, everyLine)).toEqual(naively(text, everyLine));
      }),
      { numRuns: 2000 },
    );
  });

  it('passes over lines that are too long, counts those that hold the string, and goes on behind them', () => {
    const long = 'x'.repeat(3 * LINE_LIMIT);
    const text = `${long}NEEDLE${long}NEEDLE\nNEEDLE 1\n${long}\nNEEDLE 2\n`;
    for (const cuts of [
      [],
      [5, LINE_LIMIT + 9, 3 * LINE_LIMIT + 3],
      Array.from({ length: 99 }, (_, n) => n * 7001),
    ]) {
      const { found, lines, overlong } = scan(text, cuts);
      expect(found.map((line) => [line.number, line.text])).toEqual([
        [2, 'NEEDLE 1'],
        [4, 'NEEDLE 2'],
      ]);
      expect([lines, overlong]).toEqual([4, 1]);
    }
  });

  it('counts a line that is too long though the string in it is cut into two pieces', () => {
    const before = 'x'.repeat(2 * LINE_LIMIT);
    const text = `${before}NEEDLE${before}\n`;
    for (let place = 0; place <= 6; place++)
      expect(scan(text, [LINE_LIMIT + 1, 2 * LINE_LIMIT + place]).overlong).toBe(1);
  });

  it('takes a line that is just short enough', () => {
    const line = `NEEDLE${'x'.repeat(LINE_LIMIT - 6)}`;
    expect(scan(`${line}\n`).found).toHaveLength(1);
    expect(scan(`${line}x\n`)).toMatchObject({ found: [], overlong: 1 });
  });

  it('joins the lines of quoted-printable, and no others', () => {
    for (const cuts of [[], [3], [9, 11, 15, 18]]) {
      expect(scan('NEEDLE a=3Db c=\r\nd\nrest=\nNEEDLE=\nx\n', cuts).found).toEqual([
        { number: 1, text: 'NEEDLE a=3Db c=\r\nd', isCut: false },
        { number: 4, text: 'NEEDLE=', isCut: false },
      ]);
    }
  });
});
