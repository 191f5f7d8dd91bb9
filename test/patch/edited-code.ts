import fc from 'fast-check';
import type { TextChange } from '../../src/patch/text-change.js';

/** Lines of which real code has many alike, so that a change may stand in several places; and odd bytes. */
const LINES = [
  '\n',
  '    }\n',
  '}\n',
  '    trace_call("x");\n',
  '        deep();\n',
  '    if (x) {\n',
  '\ttabbed();\n',
  'static int f(void)\n',
  '    ret = 0;\r\n',
  '    /* \xe9 */\n',
  '-- dashes\n',
  '++ plus\n',
];

type Edit = readonly [at: number, removed: number, added: readonly string[]];

function edit(lines: readonly string[], edits: readonly Edit[], cut: number): TextChange {
  const after = [...lines];
  for (const [at, removed, added] of edits) after.splice(at, removed, ...added);
  const end = (text: string, bit: number): string => (cut & bit ? text.replace(/\n$/, '') : text);
  return { path: 'a.c', before: end(lines.join(''), 1), after: end(after.join(''), 2) };
}

/** Code, and the same with lines put in and taken out here and there; with a last line end or without. */
export const editedCode: fc.Arbitrary<TextChange> = fc
  .array(fc.constantFrom(...LINES), { maxLength: 40 })
  .chain((lines) =>
    fc
      .tuple(
        fc.array(
          fc.tuple(fc.nat(lines.length), fc.nat(2), fc.array(fc.constantFrom(...LINES), { maxLength: 3 })),
          { maxLength: 3 },
        ),
        fc.nat(3),
      )
      .map(([edits, cut]) => edit(lines, edits, cut)),
  );

const INDENTS = ['', '    ', '        ', '\t', '\t    ', '$', '_', '9'];
const ENDS = ['\n', ' \t\n', '\r\n', ` ${'long '.repeat(18)}\n`];

/** A line that occurs once, or a blank or closing one. */
const anyLine = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom('\n', '  \n', '    }\n', '}\n', '#endif\n') },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom(...INDENTS), fc.nat(1_000_000_000), fc.constantFrom(...ENDS))
      .map(([indent, name, end]) => `${indent}n${name}(void)${end}`),
  },
);

/** Code with a call put in beside blank lines and braces, in a few places, as a port does. */
export const portedCode: fc.Arbitrary<TextChange> = fc
  .array(anyLine, { minLength: 1, maxLength: 60 })
  .chain((lines) =>
    fc
      .tuple(
        fc.array(
          fc.tuple(
            fc.nat(lines.length),
            fc.constant(0),
            fc.tuple(anyLine, fc.boolean()).map(([line, blank]) => (blank ? [line, '\n'] : [line])),
          ),
          { maxLength: 3 },
        ),
        fc.constantFrom(0, 0, 0, 3),
      )
      .map(([edits, cut]) => edit(lines, edits, cut)),
  );

const SHAPES = ['\n', 'f()\n', '{\n', '}\n', '    a;\n', '    if {\n', '        b;\n', '    }\n'];

/** Code in which a piece stands twice in a row afterwards: which of the two is new is for indents to say. */
export const doubledCode: fc.Arbitrary<TextChange> = fc
  .array(fc.constantFrom(...SHAPES), { minLength: 1, maxLength: 12 })
  .chain((lines) =>
    fc.tuple(fc.nat(lines.length - 1), fc.integer({ min: 1, max: 6 })).map(([at, count]) => {
      const numbered = lines.map((line, index) =>
        index % 3 === 1 ? line.replace(/[abf]/, `$&${index}`) : line,
      );
      return edit(numbered, [[at, 0, numbered.slice(at, at + count)]], 0);
    }),
  );
