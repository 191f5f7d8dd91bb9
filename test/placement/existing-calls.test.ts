import { describe, expect, it } from 'vitest';
import { defaultRecipe } from '../../src/catalogue/recipes.js';
import { SourceFile } from '../../src/csource/source-file.js';
import { findExistingCalls } from '../../src/placement/existing-calls.js';

const CALL = 'trace_vmstate_downtime_checkpoint("src-vm-stopped");';

const found = (text: string) => findExistingCalls(new SourceFile('a.c', text), defaultRecipe);

/** What is found in a function's body. */
const inBody = (body: string) => found(`void f(State *s)\n{\n${body}}\n`);

describe('findExistingCalls', () => {
  it('finds a call that is a statement, with the room it stands in', () => {
    const { calls, hidden } = inBody(`    a();\n    ${CALL}\n    b();\n`);
    expect(hidden).toEqual([]);
    expect(
      calls.map(({ name, gap }) => [name, gap?.previous !== undefined, gap?.next !== undefined]),
    ).toEqual([['src-vm-stopped', true, true]]);
  });

  it.each([
    ['a block comment', `    /* ${CALL} */\n`],
    ['a line comment', `    // ${CALL}\n`],
    ['a string', '    a("trace_vmstate_downtime_checkpoint(x)");\n'],
    ['a longer name', '    my_trace_vmstate_downtime_checkpoint("src-vm-stopped");\n'],
  ])('ignores %s', (_, body) => {
    expect(inBody(body)).toEqual({ calls: [], hidden: [] });
  });

  it('takes a condition of the catalogue around a call for a part of it', () => {
    const { calls } = inBody(`    if (!in_postcopy || iterable_only) {\n        ${CALL}\n    }\n    b();\n`);
    expect(calls.map((call) => [call.condition, call.statement.type, call.gap !== undefined])).toEqual([
      ['!in_postcopy || iterable_only', 'if_statement', true],
    ]);
  });

  it.each([
    ['another condition', `    if (s) {\n        ${CALL}\n    }\n`],
    [
      'an else',
      `    if (!in_postcopy || iterable_only) {\n        ${CALL}\n    } else {\n        b();\n    }\n`,
    ],
    [
      'another statement beside it',
      `    if (!in_postcopy || iterable_only) {\n        ${CALL}\n        b();\n    }\n`,
    ],
  ])('does not take a condition with %s for a part of the call', (_, body) => {
    expect(inBody(body).calls.map((call) => [call.condition, call.statement.type])).toEqual([
      [undefined, 'expression_statement'],
    ]);
  });

  it.each([
    ['part of another statement', '    a(trace_vmstate_downtime_checkpoint("src-vm-stopped"));\n'],
    ['a body without braces', `    if (s)\n        ${CALL}\n`],
  ])('has no room for a call that is %s', (_, body) => {
    expect(inBody(body).calls.map((call) => call.gap)).toEqual([undefined]);
  });

  it.each([
    ['preprocessor', `void f(void)\n{\n#ifdef X\n    ${CALL}\n#endif\n}\n`],
    ['preprocessor', `void f(void)\n{\n#if 0\n    ${CALL}\n#endif\n}\n`],
    ['preprocessor', `void f(void)\n{\n#ifdef X\n    a();\n#else\n    ${CALL}\n#endif\n}\n`],
    ['preprocessor', `int a;\n#ifdef X\nvoid f(void)\n{\n    ${CALL}\n}\n#endif\n`],
    ['outside-function', `#define STOPPED ${CALL}\n`],
    ['outside-function', 'void trace_vmstate_downtime_checkpoint(const char *checkpoint);\n'],
    ['not-parsed', `void f(void)\n{\n    if (a b) {\n    }\n    ${CALL}\n}\n`],
    ['not-a-string', 'void f(void)\n{\n    trace_vmstate_downtime_checkpoint(name);\n}\n'],
    ['not-a-string', 'void f(void)\n{\n    trace_vmstate_downtime_checkpoint("src-" "vm-stopped");\n}\n'],
  ])('tells of a call that cannot be judged: %s', (why, text) => {
    const { calls, hidden } = found(text);
    expect(calls).toEqual([]);
    expect(hidden.map((one) => one.why)).toEqual([why]);
  });
});
