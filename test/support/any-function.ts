import fc from 'fast-check';

/** How a generated function is written. */
interface Style {
  readonly ending: '\n' | '\r\n';
  readonly indent: '    ' | '\t';
}

/** What stands before, above and behind a statement on its line. */
interface Dress {
  readonly blanks: readonly string[];
  readonly above: readonly string[];
  readonly behind: string;
}

type Piece = (style: Style, depth: number) => string[];

const dress: fc.Arbitrary<Dress> = fc.record({
  blanks: fc.array(fc.constantFrom('', '', '  ', '\t'), { maxLength: 2 }),
  above: fc.array(fc.constantFrom('/* why */', '// why', '/*\n * why\n */'), { maxLength: 2 }),
  behind: fc.constantFrom('', '', '', ' /* so */', ' // so', '  ', '\t// "so" {'),
});

/** A statement's lines, dressed. */
const dressed = (inner: Piece): fc.Arbitrary<Piece> =>
  dress.map(({ blanks, above, behind }) => (style, depth) => {
    const pad = style.indent.repeat(depth);
    const lines = inner(style, depth);
    const last = lines.pop() ?? '';
    const comments = above.flatMap((comment) => comment.split('\n').map((line) => pad + line));
    return [...blanks, ...comments, ...lines, `${last}${behind}`];
  });

const plain =
  (text: string): Piece =>
  (style, depth) =>
    text.split('\n').map((line) => style.indent.repeat(depth) + line);

const simple = fc.constantFrom(
  ...[
    'a();',
    's->b = c(d,\n      e);',
    'f("/* { */", \'}\');',
    'x = y;',
    ';',
    'do {\n} while (g());',
    'return;',
    'goto out;',
  ],
  ...['trace_other("src-vm-stopped");', 'for (;;) {\n}', 'if (k) l();'],
);

const block = (body: fc.Arbitrary<Piece>): fc.Arbitrary<Piece> =>
  fc
    .tuple(fc.constantFrom('if (h) {', 'QTAILQ_FOREACH(p, &q, r) {', 'WITH_QEMU_LOCK_GUARD(&m) {', '{'), body)
    .map(
      ([head, inner]): Piece =>
        (style, depth) => {
          const pad = style.indent.repeat(depth);
          return [pad + head, ...inner(style, depth + 1), `${pad}}`];
        },
    );

const sequence = (one: fc.Arbitrary<Piece>, minLength: number): fc.Arbitrary<Piece> =>
  fc
    .array(one, { minLength, maxLength: 5 })
    .map((pieces) => (style, depth) => pieces.flatMap((piece) => piece(style, depth)));

const statement: fc.Arbitrary<Piece> = simple.map(plain).chain(dressed);
const nested: fc.Arbitrary<Piece> = fc.oneof(
  { weight: 3, arbitrary: statement },
  { weight: 1, arbitrary: block(sequence(statement, 1)).chain(dressed) },
);

const declarations = fc.array(
  fc.constantFrom('int i;', 'State *t = s;', 'Error *e = NULL;').map(plain).chain(dressed),
  {
    maxLength: 2,
  },
);

/** A function of random statements in random dress; each statement has lines of its own. */
export const anyFunction: fc.Arbitrary<string> = fc
  .record({
    ending: fc.constantFrom<Style['ending']>('\n', '\r\n'),
    indent: fc.constantFrom<Style['indent']>('    ', '\t'),
    declared: declarations,
    body: sequence(nested, 1),
    label: fc.boolean(),
    tail: fc.constantFrom('', '\n'),
  })
  .map(({ ending, indent, declared, body, label, tail }) => {
    const style = { ending, indent };
    const lines = [
      ...['int before;', '', 'static void f(State *s)', '{'],
      ...declared.flatMap((piece) => piece(style, 1)),
      ...body(style, 1),
      ...(label ? ['out:', `${indent}z();`] : []),
      ...(tail === '' ? ['}', ''] : ['', '}', '']),
    ];
    return lines.join('\n').replace(/\n/g, ending);
  });
