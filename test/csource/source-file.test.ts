import { describe, expect, it } from 'vitest';
import { isParsed, SourceFile } from '../../src/csource/source-file.js';
import { c } from '../support/c-text.js';

const defectOf = (text: string) => new SourceFile('a.c', text).defect;

/** Parses the first function. */
function parse(text: string) {
  const file = new SourceFile('a.c', text);
  const [span] = file.functions;
  if (!span) throw new Error('no function');
  return file.parse(span);
}

describe('SourceFile.defect', () => {
  it.each([
    ['empty', '', 0],
    ['nul-byte', 'int a;\0', 6],
    ['long-line', `int a;\n/* ${'x'.repeat(100_001)} */\n`, 7],
    ['long-line', 'x'.repeat(10_000_000), 0],
    ['conflict-marker', 'int a;\n<<<<<<< HEAD\nint b;\n', 7],
    ['conflict-marker', 'int a;\n=======\nint b;\n', 7],
    ['conflict-marker', 'int a;\n>>>>>>> theirs\n', 7],
    ['conflict-marker', 'int a;\n||||||| base\n', 7],
    ['conflict-marker', 'int a;\r\n=======\r\nint b;\r\n', 8],
    ['unterminated-comment', 'int a;\n/* b\n', 7],
    ['unbalanced-conditional', 'int a;\n#if X\nint b;\n', 7],
    ['unbalanced-braces', 'void f(void)\n{\n', 13],
  ])('is %s', (kind, text, offset) => {
    expect(defectOf(text)).toEqual({ kind, offset });
  });

  it.each([
    ['an ordinary file', '#include "a.h"\nint a;\n'],
    ['a line of 100,000 bytes', `// ${'x'.repeat(99_997)}\nint a;\n`],
    ['a conflict marker inside a line', 'char *a = "<<<<<<< HEAD";\n'],
    ['a longer row of equal signs', '/*\n========\n*/\nint a;\n'],
    ['bytes that are not UTF-8', '/* \xff\xfe\xc3 */\nint a;\n'],
    ['a file without a final line end', 'int a;'],
    ['quotes without partners in prose', "#if 0\nit's\n#endif\n#error don't\nint a;\n"],
  ])('is none in %s', (_, text) => {
    expect(defectOf(text)).toBeUndefined();
  });
});

describe('SourceFile.parse', () => {
  it.each([
    ['a plain function', 'static int f(int a)\n{\n    return a;\n}\n'],
    ['a function in a file with CR LF', 'static int f(int a)\r\n{\r\n    // b\r\n    return a;\r\n}\r\n'],
    ['a function behind a byte order mark', '\xef\xbb\xbfstatic int f(int a)\n{\n    return a;\n}\n'],
    ['bytes that are not UTF-8 in comments and literals', 'void f(void)\n{\n    /* \xe4 */ g("\xff");\n}\n'],
    [
      'loops and guards made by macros',
      'void f(void)\n{\n    QTAILQ_FOREACH(a, &b, c) {\n        WITH_QEMU_LOCK_GUARD(&m) {\n            d();\n        }\n    }\n}\n',
    ],
    [
      'conditionals between the arms of an if',
      'void f(void)\n{\n    if (a) {\n        b();\n#ifdef X\n    } else if (c) {\n        d();\n#endif\n    }\n}\n',
    ],
  ])('reads %s', (_, text) => {
    expect(isParsed(parse(text))).toBe(true);
  });

  it('gives offsets of the file, not of the function', () => {
    const text = 'int a;\n\nvoid f(void)\n{\n    g();\n}\n';
    const fn = parse(text);
    if (!isParsed(fn)) throw new Error('not parsed');
    expect(text.charAt(fn.bodyNode.start)).toBe('{');
    const [statement] = fn.bodyNode.children;
    expect(statement && fn.file.slice(statement)).toBe('g();');
  });

  it('says in which function and where the grammar gave up', () => {
    const text = 'int a;\nvoid f(void)\n{\n    g();\n    if (a b) {\n    }\n}\n';
    const blemish = parse(text);
    expect(blemish).toEqual({ function: 'f', offset: expect.any(Number) });
    if (isParsed(blemish)) throw new Error('parsed');
    expect(new SourceFile('a.c', text).lineOf(blemish.offset)).toBe(5);
  });

  it.each(['b(c);', 'b(c, D, NULL);', 'c = b();'])(
    'says where a call lost its semicolon, though C could take it for the type of what is below: %s',
    (below) => {
      const text = `void f(void)\n{\n    g();\n    a(x)\n\n    ${below}\n}\n`;
      const blemish = parse(text);
      if (isParsed(blemish)) throw new Error('parsed');
      expect(text.slice(blemish.offset)).toMatch(/^a\(x\)/);
    },
  );

  it.each(['g_autoptr(Error) err = NULL;', 'g_autoptr(Error) err;', 'QLIST_HEAD(Head, Entry) head;'])(
    'reads a declaration whose type is a macro: %s',
    (declaration) => {
      expect(isParsed(parse(`void f(void)\n{\n    ${declaration}\n    a(x);\n}\n`))).toBe(true);
    },
  );

  it('does not let one bad function spoil its neighbours', () => {
    const file = new SourceFile('a.c', 'void f(void)\n{\n    if (a b) {\n    }\n}\n\nvoid g(void)\n{\n}\n');
    expect(file.functions.map((span) => isParsed(file.parse(span)))).toEqual([false, true]);
  });

  it.each([
    ['blocks', `${'{\n'.repeat(20_000)}${'}\n'.repeat(20_000)}`],
    ['parentheses', `x = ${'(\n'.repeat(20_000)}1${')\n'.repeat(20_000)};`],
    ['operators', `x = 1${'\n+ 1'.repeat(20_000)};`],
    ['arms of an if', `if (a) {}${'\nelse if (b) {}'.repeat(20_000)}`],
  ])('refuses %s nested deeper than a stack can hold', (_, body) => {
    expect(isParsed(parse(`void f(void)\n{\n${body}\n}\n`))).toBe(false);
  });
});

describe('SourceFile', () => {
  const file = new SourceFile(
    'a.c',
    c`
      static void f(void)
      {
          a();
      }

      #ifdef X
      static void f(void)
      {
      }
      #endif

      int last;
    `,
  );

  it('lists every definition of a name', () => {
    expect(file.definitions('f').map((span) => file.lineOf(span.start))).toEqual([1, 7]);
    expect(file.definitions('g')).toEqual([]);
  });

  it('tells the function that an offset lies in', () => {
    expect(file.functionAt(file.text.indexOf('a()'))?.start).toBe(0);
    expect(file.functionAt(file.text.indexOf('int last'))).toBeUndefined();
  });

  it('tells the conditional that an offset lies in', () => {
    expect(file.conditionalAt(file.definitions('f')[1]?.start ?? 0)?.directive).toBe('#ifdef X');
    expect(file.conditionalAt(0)).toBeUndefined();
  });
});
