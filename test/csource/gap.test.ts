import { describe, expect, it } from 'vitest';
import { type Gap, gapAfterDeclarations, gapAtEnd, gapBeside, sameGap } from '../../src/csource/gap.js';
import { callsTo } from '../../src/csource/locate.js';
import type { ParsedFunction } from '../../src/csource/source-file.js';
import { statementOf } from '../../src/csource/statements.js';
import type { SyntaxNode } from '../../src/csource/syntax.js';
import { functionOf, parsedFunction } from '../support/parsed-function.js';

/** Calls of `trace` are invisible, as checkpoint calls are. */
const invisible =
  (fn: ParsedFunction) =>
  (statement: SyntaxNode): boolean =>
    statement.type === 'expression_statement' && callsTo(fn, ['trace'], statement).length > 0;

/** The gap beside the statement of the first call of a function. */
function beside(fn: ParsedFunction, name: string, side: 'before' | 'after'): Gap | undefined {
  const [call] = callsTo(fn, [name]);
  const statement = call && statementOf(call);
  if (!statement) throw new Error(`no ${name}`);
  return gapBeside(fn, statement, side, invisible(fn));
}

/** The neighbours of a gap as text. */
function neighbours(gap: Gap | undefined): (string | undefined)[] {
  if (!gap) throw new Error('no gap');
  const text = (entry: Gap['previous']): string | undefined => entry && gap.function.file.slice(entry);
  return [text(gap.previous), text(gap.next)];
}

describe('gapBeside', () => {
  const fn = functionOf('    a();\n    b();\nout:\n    c();\n    if (s)\n        d();\n');

  it.each([
    ['a', 'before', [undefined, 'a();']],
    ['a', 'after', ['a();', 'b();']],
    ['b', 'before', ['a();', 'b();']],
    ['b', 'after', ['b();', 'out:']],
    ['c', 'before', ['out:', 'c();']],
  ] as const)('%s, %s, lies between its neighbours', (name, side, expected) => {
    expect(neighbours(beside(fn, name, side))).toEqual(expected);
  });

  it('is missing beside a body without braces', () => {
    expect(beside(fn, 'd', 'after')).toBeUndefined();
  });
});

describe('a gap', () => {
  const bare = functionOf('    a();\n    b();\n');
  const filled = functionOf('    a();\n    trace();\n    trace();\n    b();\n');

  it('has the same neighbours with invisible calls in it', () => {
    expect(neighbours(beside(filled, 'a', 'after'))).toEqual(neighbours(beside(bare, 'a', 'after')));
    expect(neighbours(beside(filled, 'b', 'before'))).toEqual(neighbours(beside(bare, 'b', 'before')));
  });

  it('is the one that an invisible call stands in, whichever side of the call is asked for', () => {
    const before = beside(filled, 'trace', 'before');
    const after = beside(filled, 'trace', 'after');
    expect(neighbours(before)).toEqual(['a();', 'b();']);
    expect(before && after && sameGap(before, after)).toBe(true);
  });

  it('is the same from both sides', () => {
    const [a, b] = [beside(bare, 'a', 'after'), beside(bare, 'b', 'before')];
    expect(a && b && sameGap(a, b)).toBe(true);
  });

  it('is another one beside another statement', () => {
    const [a, b] = [beside(bare, 'a', 'before'), beside(bare, 'a', 'after')];
    expect(a && b && sameGap(a, b)).toBe(false);
  });

  it('is another one in another block', () => {
    const fn = functionOf('    {\n    }\n    {\n    }\n');
    const [first, second] = fn.bodyNode.children;
    if (!first || !second) throw new Error('no blocks');
    expect(
      sameGap(
        gapAtEnd(fn, first, () => false),
        gapAtEnd(fn, second, () => false),
      ),
    ).toBe(false);
  });
});

describe('gaps of functions that read alike', () => {
  const text = 'void f(void)\n{\n    a();\n    b();\n}\n';

  it('are the same in one file, and others in two', () => {
    const [one, two] = [
      beside(parsedFunction(text), 'a', 'after'),
      beside(parsedFunction(text), 'a', 'after'),
    ];
    expect(one && sameGap(one, one)).toBe(true);
    expect(one && two && sameGap(one, two)).toBe(false);
  });
});

describe('gapAtEnd', () => {
  it.each([
    ['    a();\n', ['a();', undefined]],
    ['    a();\n    trace();\n', ['a();', undefined]],
    ['    trace();\n', [undefined, undefined]],
    ['out:\n    trace();\n', ['out:', undefined]],
  ])('of %j', (body, expected) => {
    const fn = functionOf(body);
    expect(neighbours(gapAtEnd(fn, fn.bodyNode, invisible(fn)))).toEqual(expected);
  });
});

describe('gapAfterDeclarations', () => {
  it.each([
    ['    int a;\n    int b = 1;\n\n    c();\n', ['int b = 1;', 'c();']],
    ['    c();\n    int a;\n', [undefined, 'c();']],
    ['    int a;\n', ['int a;', undefined]],
    ['    int a;\n    trace();\n    c();\n', ['int a;', 'c();']],
    ['    int a;\nagain:\n    c();\n', ['int a;', 'again:']],
  ])('of %j', (body, expected) => {
    const fn = functionOf(body);
    expect(neighbours(gapAfterDeclarations(fn, fn.bodyNode, invisible(fn)))).toEqual(expected);
  });
});
