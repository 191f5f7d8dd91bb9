import { describe, expect, it } from 'vitest';
import { findFunctions } from '../../src/csource/functions.js';
import { SourceFile } from '../../src/csource/source-file.js';
import { c } from '../support/c-text.js';

const names = (text: string): string[] => findFunctions(text).functions.map((span) => span.name);

describe('findFunctions', () => {
  it.each([
    ['one line', 'int f(void) { return 0; }\n', ['f']],
    ['a pointer for a result', 'static void *f(void *opaque)\n{\n}\n', ['f']],
    ['a signature on several lines', 'static int\nf(int a,\n  int b)\n{\n}\n', ['f']],
    ['an attribute macro before the name', 'static int coroutine_fn f(void)\n{\n}\n', ['f']],
    ['a parameter that is a function', 'void f(int (*g)(int), void *o)\n{\n}\n', ['f']],
    ['blocks inside', 'void f(void) { if (a) { b(); } { c(); } }\nvoid g(void) { }\n', ['f', 'g']],
    ['old-style parameters made by a macro', 'DEFINE(int, f)(void)\n{\n}\n', []],
  ])('finds functions with %s', (_, text, expected) => {
    expect(names(text)).toEqual(expected);
  });

  it.each([
    ['a prototype', 'int f(void);\n'],
    ['an initialiser', 'static const T t = { 1, 2 };\n'],
    ['an initialiser with functions', 'static Ops ops = { .f = g(h), .k = { 1 } };\n'],
    ['an array of structs', 'T t[] = {\n { 1 },\n { 2 },\n};\n'],
    ['a struct', 'struct S {\n int a;\n};\n'],
    ['an enum', 'typedef enum { A, B } E;\n'],
    ['a compound literal of a macro call', 'T t = (T) { 1 };\n'],
  ])('takes %s for none', (_, text) => {
    expect(findFunctions(text)).toEqual({ functions: [], unbalanced: undefined });
  });

  it('begins a function with its signature and ends it past its brace', () => {
    const text = 'int a;\n\nstatic int\nf(void)\n{\n}\nint b;\n';
    const [span] = findFunctions(text).functions;
    expect(span && text.slice(span.start, span.end)).toBe('static int\nf(void)\n{\n}');
    expect(span && text.charAt(span.body)).toBe('{');
  });

  it.each([
    ['a brace that is never closed', 'int a;\nvoid f(void)\n{\n  if (a) {\n}\n', 'void f(void)\n'.length + 7],
    ['a brace that was never opened', 'void f(void)\n{\n}\n}\n', 'void f(void)\n{\n}\n'.length],
  ])('says where %s is', (_, text, offset) => {
    expect(findFunctions(text).unbalanced).toBe(offset);
  });

  it('is not misled by braces in literals, comments and hidden branches', () => {
    const file = new SourceFile(
      'a.c',
      c`
        void f(void)
        {
            g("{"); /* { */
            h('{'); // {
        #if 0
            {
        #endif
        #ifdef X
            if (a) {
        #else
            if (b) {
        #endif
            }
        }

        void g(void)
        {
        }
      `,
    );
    expect(file.defect).toBeUndefined();
    expect(file.functions.map((span) => span.name)).toEqual(['f', 'g']);
  });
});
