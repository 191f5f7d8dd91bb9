import fc from 'fast-check';

/** Pieces that mean something to a C lexer or to the preprocessor. */
const PIECES = [
  ...[
    '/*',
    '*/',
    '//',
    '"',
    "'",
    '\\',
    '\\\n',
    '\\\r\n',
    '\n',
    '\r\n',
    '\r',
    ' ',
    '\t',
    '{',
    '}',
    '(',
    ')',
    ';',
  ],
  ...['#if 0\n', '#ifdef A\n', '#elif B\n', '#else\n', '#endif\n', '#include "a.h"\n', '# if 0 \r\n', '#'],
  ...[
    'QTAILQ_FOREACH(a, b)',
    'WITH_QEMU_LOCK_GUARD(&m)',
    'WITH_RCU_READ_LOCK_GUARD()',
    'coroutine_fn ',
    'x = 1',
  ],
  ...[
    'g_new0(struct S, 1)',
    'int f(void)\n{\n',
    'g_autofree char *p;',
    'a',
    '0',
    '\xef\xbb\xbf',
    '\xff\xfe',
    '\xc3',
  ],
];

/** Text that is C in places: marks, directives, macros and arbitrary bytes, one character a byte. */
export const cLikeText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...PIECES) },
      {
        weight: 1,
        arbitrary: fc.uint8Array({ maxLength: 6 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
      },
    ),
    { maxLength: 40 },
  )
  .map((pieces) => pieces.join(''));

/** Offsets of every CR and LF, with what stands there. */
export function lineEnds(text: string): string[] {
  return [...text.matchAll(/[\r\n]/g)].map((match) => `${match.index}${match[0]}`);
}
