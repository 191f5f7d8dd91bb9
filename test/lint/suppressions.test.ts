import { describe, expect, it } from 'vitest';
import { SourceFile } from '../../src/csource/source-file.js';
import { suppressionsIn, suppressionsInEvents } from '../../src/lint/suppressions.js';
import { EventsFile } from '../../src/trace-events/events-file.js';
import { c } from '../support/c-text.js';

const inC = (text: string) => suppressionsIn(new SourceFile('savevm.c', text));
const one = (text: string) => {
  const [only, ...others] = inC(text);
  expect(others).toEqual([]);
  return only;
};

describe('a comment that suppresses', () => {
  it.each([
    ['a line comment', '    call(); // qemu-downtime-ignore misplaced: why not\n'],
    ['a block comment', '    call(); /* qemu-downtime-ignore misplaced: why not */\n'],
    ['more blanks', '    call(); //   qemu-downtime-ignore   misplaced  :   why not  \n'],
    ['no blank before the colon’s words', '    call(); /*qemu-downtime-ignore misplaced:why not*/\n'],
    ['other words before', '    call(); /* known, qemu-downtime-ignore misplaced: why not */\n'],
    ['CR LF', '    call(); // qemu-downtime-ignore misplaced: why not\r\n'],
    ['no line end', '    call(); // qemu-downtime-ignore misplaced: why not'],
  ])('behind code is about its own line: %s', (_, text) => {
    expect(one(`{\n${text}`)).toEqual({
      file: 'savevm.c',
      line: 2,
      about: { first: 2, last: 2 },
      rules: ['misplaced'],
      reason: 'why not',
    });
  });

  it('on a line of its own is about the next', () => {
    const text = '    /* qemu-downtime-ignore duplicate: twice on purpose */\n    call();\n    call();\n';
    expect(one(text)).toMatchObject({ line: 1, about: { first: 2, last: 2 } });
  });

  it('is about the first line behind it that is more than comment or blank, and what lies between', () => {
    const text = c`
      // qemu-downtime-ignore duplicate: twice on purpose,
      // as the fleet wants it

      /* and more words */
      call();
      call();
    `;
    expect(one(text)).toMatchObject({ line: 1, about: { first: 2, last: 5 } });
  });

  it('of several lines is about the line behind its end', () => {
    const text = c`
      /*
       * Our stop call comes first.
       * qemu-downtime-ignore misplaced: the clock is ours
       * and so is the guest
       */
      call();
    `;
    expect(one(text)).toMatchObject({ line: 1, about: { first: 6, last: 6 }, reason: 'the clock is ours' });
  });

  it('at the end of the file is about nothing more than that', () => {
    expect(one('call();\n// qemu-downtime-ignore misplaced: why\n')).toMatchObject({ line: 2 });
    expect(one('call();\n// qemu-downtime-ignore misplaced: why')).toMatchObject({ line: 2 });
  });

  it('behind a directive is about that line', () => {
    const text = '#ifdef CONFIG_FLEET // qemu-downtime-ignore not-analysable: ours\n    call();\n#endif\n';
    expect(one(text)).toMatchObject({ about: { first: 1, last: 1 } });
  });

  it('names several rules', () => {
    const text = '    call(); // qemu-downtime-ignore misplaced, fires-twice ,duplicate: ours\n';
    expect(one(text)?.rules).toEqual(['misplaced', 'fires-twice', 'duplicate']);
  });

  it('can say it several times, each with its reason', () => {
    const text = c`
      /*
       * qemu-downtime-ignore misplaced: the clock is ours
       * qemu-downtime-ignore duplicate: for two readers
       */
      call();
    `;
    expect(inC(text).map(({ rules, reason, about }) => [rules, reason, about.last])).toEqual([
      [['misplaced'], 'the clock is ours', 5],
      [['duplicate'], 'for two readers', 5],
    ]);
  });

  it.each(['misplaced', 'misplaced:', 'misplaced:   '])('without a reason has none: "%s"', (words) => {
    for (const text of [
      `call(); // qemu-downtime-ignore ${words}\n`,
      `call(); /* qemu-downtime-ignore ${words} */\n`,
    ])
      expect(one(text)).toMatchObject({ rules: ['misplaced'], reason: '' });
  });
});

describe('what does not suppress', () => {
  it.each([
    ['a string', '    error_report("// qemu-downtime-ignore misplaced: why");\n'],
    ['a string over two lines', '    error_report("a\\\n// qemu-downtime-ignore misplaced: why");\n'],
    ['code', '    qemu-downtime-ignore misplaced: why;\n'],
    ['another word', '    // qemu-downtime-ignored misplaced: why\n'],
    ['no rule', '    // qemu-downtime-ignore: why\n'],
    ['words about it', '    // see qemu-downtime-ignore in the manual.\n'],
  ])('is %s', (_, text) => {
    expect(inC(text)).toEqual([]);
  });
});

describe('in an events file', () => {
  const inEvents = (text: string) => suppressionsInEvents(new EventsFile('trace-events', text));

  it('it stands behind #, and is about the next event', () => {
    const text = '# savevm.c\n# qemu-downtime-ignore event-format: our reader wants it\nvmstate(void) ""\n';
    expect(inEvents(text)).toEqual([
      {
        file: 'trace-events',
        line: 2,
        about: { first: 3, last: 3 },
        rules: ['event-format'],
        reason: 'our reader wants it',
      },
    ]);
  });

  it('other comments may follow', () => {
    const text = '# qemu-downtime-ignore event-format: our\n# reader\n\nvmstate(void) ""\nother(void) ""\n';
    expect(inEvents(text)).toMatchObject([{ about: { first: 2, last: 4 } }]);
  });

  it('a format is no comment', () => {
    expect(inEvents('vmstate(void) "# qemu-downtime-ignore event-format: why"\n')).toEqual([]);
  });

  it('CR LF is no part of the reason', () => {
    expect(inEvents('# qemu-downtime-ignore event-format: why\r\nvmstate(void) ""\r\n')).toMatchObject([
      { reason: 'why', about: { first: 2, last: 2 } },
    ]);
  });
});
