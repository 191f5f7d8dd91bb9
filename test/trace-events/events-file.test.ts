import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splice } from '../../src/csource/splice.js';
import { EventsFile } from '../../src/trace-events/events-file.js';

const file = (text: string): EventsFile => new EventsFile('trace-events', text);

/** The only declaration of an event. */
function line(events: EventsFile, name: string) {
  const [found, another] = events.declarations(name);
  if (!found || another) throw new Error(`not one ${name}`);
  return found;
}

const insertedAfter = (text: string, name: string): string =>
  splice(text, [file(text).insertAfter(line(file(text), name), 'new(void) ""')]);

const appended = (text: string): string => splice(text, [file(text).append(['', '# new.c', 'new(void) ""'])]);

const removed = (text: string, name: string): string =>
  splice(text, [file(text).remove(line(file(text), name))]);

describe('EventsFile.declarations', () => {
  it.each([
    ['an event', 'a(int b) "%d"'],
    ['an event that is disabled', 'disable a(int b) "%d"'],
    ['an event with properties', 'vcpu tcg a(int b) "%d"'],
    ['an event with a blank before its arguments', 'a (void) ""'],
    ['an event with a format of several strings', 'a(uint64_t b) "%" PRIx64 " b"'],
  ])('finds %s', (_, text) => {
    expect(
      file(`# a.c\n${text}\n`)
        .declarations('a')
        .map((found) => found.text),
    ).toEqual([text]);
  });

  it.each([
    ['a comment', '# a(void) ""'],
    ['a longer name', 'a_b(void) ""'],
    ['a name that ends so', 'b_a(void) ""'],
    ['a mention in a format', 'b(void) "a(%d)"'],
    ['an indented line', '  a(void) ""'],
    ['a name alone', 'a'],
  ])('does not take %s for one', (_, text) => {
    expect(file(`${text}\n`).declarations('a')).toEqual([]);
  });

  it('finds every one of several', () => {
    expect(file('a(void) ""\nb(void) ""\na(int c) "%d"').declarations('a')).toHaveLength(2);
  });
});

describe('EventsFile.insertAfter', () => {
  it.each([
    ['in the middle', 'a(void) ""\nb(void) ""\n', 'a(void) ""\nnew(void) ""\nb(void) ""\n'],
    ['behind the last line', 'a(void) ""\n', 'a(void) ""\nnew(void) ""\n'],
    ['behind a last line without line end', 'b(void) ""\na(void) ""', 'b(void) ""\na(void) ""\nnew(void) ""'],
    ['in a file with CR LF', 'a(void) ""\r\nb(void) ""\r\n', 'a(void) ""\r\nnew(void) ""\r\nb(void) ""\r\n'],
    [
      'behind a last line of CR LF without line end',
      'b(void) ""\r\na(void) ""',
      'b(void) ""\r\na(void) ""\r\nnew(void) ""',
    ],
    [
      'with the line end of its neighbour',
      'a(void) ""\nb(void) ""\r\n',
      'a(void) ""\nnew(void) ""\nb(void) ""\r\n',
    ],
  ])('%s', (_, text, expected) => {
    expect(insertedAfter(text, 'a')).toBe(expected);
  });
});

describe('EventsFile.append', () => {
  it.each([
    ['a(void) ""\n', 'a(void) ""\n\n# new.c\nnew(void) ""\n'],
    ['a(void) ""', 'a(void) ""\n\n# new.c\nnew(void) ""'],
    ['a(void) ""\r\n', 'a(void) ""\r\n\r\n# new.c\r\nnew(void) ""\r\n'],
    ['b\r\na(void) ""', 'b\r\na(void) ""\r\n\r\n# new.c\r\nnew(void) ""'],
    ['', '\n# new.c\nnew(void) ""\n'],
  ])('to %j', (text, expected) => {
    expect(appended(text)).toBe(expected);
  });
});

describe('EventsFile.remove', () => {
  it.each([
    ['a line in the middle', 'b(void) ""\na(void) ""\nc(void) ""\n', 'b(void) ""\nc(void) ""\n'],
    ['the first line', 'a(void) ""\nb(void) ""\n', 'b(void) ""\n'],
    ['the last line', 'b(void) ""\na(void) ""\n', 'b(void) ""\n'],
    ['a last line without line end', 'b(void) ""\na(void) ""', 'b(void) ""'],
    ['a last line of CR LF without line end', 'b(void) ""\r\na(void) ""', 'b(void) ""'],
    ['a line of CR LF', 'a(void) ""\r\nb(void) ""\r\n', 'b(void) ""\r\n'],
    ['the only line', 'a(void) ""\n', ''],
    ['the only line without line end', 'a(void) ""', ''],
  ])('%s', (_, text, expected) => {
    expect(removed(text, 'a')).toBe(expected);
  });
});

describe('an events file', () => {
  /** Lines with any line ends, the last with or without. */
  const lines = fc.array(
    fc.constantFrom('', '# a.c', 'a(void) ""', 'disable b(int c) "%d"', 'c (void) "\xe4"'),
    {
      minLength: 1,
      maxLength: 6,
    },
  );
  const eventsText = fc
    .tuple(lines, fc.constantFrom('\n', '\r\n'), fc.boolean())
    .map(([all, ending, closed]) => all.join(ending) + (closed ? ending : ''));

  it('is read line by line without losing a byte', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '(', '\r', '\n', '#') }), (text) => {
        const events = file(text);
        const pieces = events.lines.map((one, index) =>
          text.slice(one.start, events.lines[index + 1]?.start),
        );
        expect(pieces.join('')).toBe(text);
        for (const one of events.lines) expect(one.text).not.toMatch(/\n/);
      }),
    );
  });

  it('is the same again after a line is put behind an event and removed', () => {
    fc.assert(
      fc.property(eventsText, fc.constantFrom('a', 'b', 'c'), (text, name) => {
        const anchor = file(text).declarations(name).at(-1);
        fc.pre(anchor !== undefined);
        const with1 = anchor ? splice(text, [file(text).insertAfter(anchor, 'new(void) ""')]) : '';
        expect(file(with1).lines).toHaveLength(file(text).lines.length + 1);
        expect(removed(with1, 'new')).toBe(text);
      }),
    );
  });

  it('is the same again after a section is appended and removed', () => {
    fc.assert(
      fc.property(eventsText, (text) => {
        fc.pre(text !== '');
        const ported = file(appended(text));
        const first = ported.lines.at(-3);
        expect(first?.text).toBe('');
        expect(first && splice(ported.text, [ported.removeFrom(first)])).toBe(text);
      }),
    );
  });
});
