import { describe, expect, it } from 'vitest';
import { type ControlFlow, controlFlow, flowNodeAt, reachableFrom } from '../../src/csource/control-flow.js';
import { callsTo } from '../../src/csource/locate.js';
import { functionOf } from '../support/parsed-function.js';

/** The flow of a function with these lines as its body. */
const flowOf = (body: string): ControlFlow => controlFlow(functionOf(body));

/** The flow's node of the one call to a name. */
function at(flow: ControlFlow, name: string) {
  const [call, another] = callsTo(flow.function, [name]);
  const node = call && !another && flowNodeAt(flow, call.start);
  if (!node) throw new Error(`not one call of ${name}`);
  return node;
}

/** The names of those calls, of one letter each, that control can reach from the entry. */
function reached(body: string): string {
  const flow = flowOf(body);
  const seen = reachableFrom(flow, 0, 'all-edges');
  const names = [...body.matchAll(/\b([a-z])\(\)/g)].map((match) => match[1] ?? '');
  return names.filter((name) => seen.has(at(flow, name).id)).join('');
}

/** True if control can come from one call to another, within one pass unless told otherwise. */
function leads(
  body: string,
  from: string,
  to: string,
  through: 'all-edges' | 'forward-edges' = 'forward-edges',
) {
  const flow = flowOf(body);
  return reachableFrom(flow, at(flow, from).id, through).has(at(flow, to).id);
}

const returns = (body: string): boolean => reachableFrom(flowOf(body), 0, 'all-edges').has(1);

describe('what control can reach', () => {
  it.each([
    ['everything in a row', '    a();\n    b();\n', 'ab'],
    ['nothing behind a return', '    a();\n    return;\n    b();\n', 'a'],
    ['what follows an if that returns in one arm', '    if (x) {\n        return;\n    }\n    a();\n', 'a'],
    [
      'nothing behind an if that returns in both arms',
      '    if (x)\n        return;\n    else\n        return;\n    a();\n',
      '',
    ],
    ['both arms and what follows', '    if (x)\n        a();\n    else\n        b();\n    c();\n', 'abc'],
    ['nothing behind exit', '    a();\n    exit(1);\n    b();\n', 'a'],
    ['nothing behind abort', '    abort();\n    b();\n', ''],
    ['nothing behind g_assert_not_reached', '    g_assert_not_reached();\n    b();\n', ''],
    ['what follows an exit that is in an arm', '    if (x) {\n        exit(1);\n    }\n    a();\n', 'a'],
    ['nothing behind a loop without end', '    while (1) {\n        a();\n    }\n    b();\n', 'a'],
    ['nothing behind while (true)', '    while (true) {\n        a();\n    }\n    b();\n', 'a'],
    ['nothing behind for (;;)', '    for (;;) {\n        a();\n    }\n    b();\n', 'a'],
    ['what follows an endless loop with a break', '    for (;;) {\n        break;\n    }\n    b();\n', 'b'],
    [
      'what follows a loop with a condition',
      '    for (i = 0; i < 9; i++) {\n        a();\n    }\n    b();\n',
      'ab',
    ],
    [
      'nothing behind a break in its block',
      '    while (x) {\n        break;\n        a();\n    }\n    b();\n',
      'b',
    ],
    [
      'nothing behind a continue in its block',
      '    while (x) {\n        continue;\n        a();\n    }\n    b();\n',
      'b',
    ],
    ['a do loop and what follows', '    do {\n        a();\n    } while (x);\n    b();\n', 'ab'],
    ['what a goto jumps over, if a label is there', '    goto in;\n    a();\nin:\n    b();\n', 'b'],
    [
      'a label that a goto deeper inside names',
      '    if (x) {\n        goto out;\n    }\n    return;\nout:\n    a();\n',
      'a',
    ],
    ['nothing at a label that nobody names', '    return;\nout:\n    a();\n', ''],
    [
      'a label before its goto',
      'again:\n    a();\n    if (x) {\n        goto again;\n    }\n    b();\n',
      'ab',
    ],
    [
      'all cases',
      '    switch (x) {\n    case 1:\n        a();\n        break;\n    default:\n        b();\n    }\n    c();\n',
      'abc',
    ],
    [
      'what follows a switch without default',
      '    switch (x) {\n    case 1:\n        return;\n    }\n    a();\n',
      'a',
    ],
    [
      'nothing behind a switch that returns in every case',
      '    switch (x) {\n    case 1:\n        return;\n    default:\n        return;\n    }\n    a();\n',
      '',
    ],
    [
      'a lock guard’s block and what follows',
      '    WITH_QEMU_LOCK_GUARD(&m) {\n        a();\n    }\n    b();\n',
      'ab',
    ],
    [
      'nothing behind a lock guard that returns',
      '    WITH_RCU_READ_LOCK_GUARD() {\n        return;\n    }\n    b();\n',
      '',
    ],
    [
      'the body and what follows a macro loop',
      '    QTAILQ_FOREACH(p, &q, r) {\n        a();\n    }\n    b();\n',
      'ab',
    ],
  ])('is %s', (_, body, expected) => {
    expect(reached(body)).toBe(expected);
  });

  it.each([
    ['a plain end', '    a();\n', true],
    ['an empty body', '', true],
    ['an endless loop', '    for (;;) {\n    }\n', false],
    ['a return inside an endless loop', '    for (;;) {\n        return;\n    }\n', true],
    ['exit', '    exit(1);\n', false],
  ])('comes to the exit with %s: or not', (_, body, expected) => {
    expect(returns(body)).toBe(expected);
  });
});

describe('which call can follow which', () => {
  it.each([
    ['in a row', '    a();\n    b();\n', true, false],
    [
      'in the two arms of an if',
      '    if (x) {\n        a();\n    } else {\n        b();\n    }\n',
      false,
      false,
    ],
    ['in a test and its arm', '    if (a()) {\n        b();\n    }\n', true, false],
    [
      'with fallthrough',
      '    switch (x) {\n    case 1:\n        a();\n    case 2:\n        b();\n    }\n',
      true,
      false,
    ],
    [
      'with break',
      '    switch (x) {\n    case 1:\n        a();\n        break;\n    case 2:\n        b();\n    }\n',
      false,
      false,
    ],
    ['inside a loop', '    while (x) {\n        a();\n        b();\n    }\n', true, false],
    ['in a loop and behind it', '    while (x) {\n        a();\n    }\n    b();\n', true, false],
    [
      'over a goto backward',
      'again:\n    a();\n    b();\n    if (x) {\n        goto again;\n    }\n',
      true,
      false,
    ],
    ['over a goto forward', '    a();\n    goto out;\n    x();\nout:\n    b();\n', true, false],
    [
      'behind a continue',
      '    while (x) {\n        if (y) {\n            a();\n            continue;\n        }\n        b();\n    }\n',
      false,
      false,
    ],
    [
      'in a lock guard and behind it',
      '    WITH_QEMU_LOCK_GUARD(&m) {\n        a();\n    }\n    b();\n',
      true,
      false,
    ],
  ])('%s, within one pass', (_, body, forward, backward) => {
    expect([leads(body, 'a', 'b'), leads(body, 'b', 'a')]).toEqual([forward, backward]);
  });

  it.each([
    ['a while loop', '    while (x) {\n        a();\n        b();\n    }\n'],
    ['a do loop', '    do {\n        a();\n        b();\n    } while (x);\n'],
    ['a macro loop', '    QTAILQ_FOREACH(p, &q, r) {\n        a();\n        b();\n    }\n'],
    ['a goto backward', 'again:\n    a();\n    b();\n    if (x) {\n        goto again;\n    }\n'],
  ])('comes round again in %s', (_, body) => {
    expect(leads(body, 'b', 'a', 'all-edges')).toBe(true);
  });

  it('comes round no more in a lock guard, which runs once', () => {
    const body = '    WITH_RCU_READ_LOCK_GUARD() {\n        a();\n        b();\n    }\n';
    expect(leads(body, 'b', 'a', 'all-edges')).toBe(false);
  });

  it.each(['break', 'continue'])('leaves with %s the lock guard, not the loop around it', (word) => {
    const body = `    while (x) {\n        WITH_QEMU_LOCK_GUARD(&m) {\n            a();\n            ${word};\n        }\n        b();\n    }\n`;
    expect(leads(body, 'a', 'b')).toBe(true);
  });

  it('leaves with a break inside a switch the switch, and with a continue the loop’s round', () => {
    const body = (word: string): string =>
      `    while (x) {\n        switch (y) {\n        case 1:\n            a();\n            ${word};\n        }\n        b();\n    }\n`;
    expect(leads(body('break'), 'a', 'b')).toBe(true);
    expect(leads(body('continue'), 'a', 'b')).toBe(false);
  });

  it('tests again after a continue in a do loop', () => {
    const body =
      '    do {\n        if (x) {\n            continue;\n        }\n        b();\n    } while (a());\n';
    const flow = flowOf(body);
    const test = at(flow, 'a');
    expect(test.kind).toBe('test');
    expect(reachableFrom(flow, 0, 'forward-edges').has(test.id)).toBe(true);
  });
});

describe('controlFlow', () => {
  it('marks the edge that closes a loop, and no other', () => {
    const flow = flowOf('    while (x) {\n        a();\n    }\n    b();\n');
    const back = flow.nodes.flatMap((node) =>
      node.successors.filter((edge) => edge.back).map((edge) => [node.id, edge.to]),
    );
    const loop = flow.nodes.find((node) => node.kind === 'test');
    expect(back).toEqual([[at(flow, 'a').id, loop?.id]]);
  });

  it('tells the outcomes of a test', () => {
    const flow = flowOf('    if (x) {\n        a();\n    }\n    b();\n');
    const test = flow.nodes.find((node) => node.kind === 'test');
    expect(test?.successors.map(({ to, when }) => [to, when])).toEqual([
      [at(flow, 'a').id, 'true'],
      [at(flow, 'b').id, 'false'],
    ]);
  });

  it('has room for more statements than a stack', () => {
    const flow = flowOf(`${'    x = 1;\n'.repeat(20_000)}    a();\n`);
    expect(reachableFrom(flow, 0, 'all-edges').has(at(flow, 'a').id)).toBe(true);
  });
});

describe('flowNodeAt', () => {
  it('is the innermost statement around an offset', () => {
    const flow = flowOf('    if (x) {\n        while (y) {\n            a();\n        }\n    }\n');
    expect(at(flow, 'a').syntax.type).toBe('expression_statement');
  });

  it('is missing outside of the body', () => {
    const flow = flowOf('    a();\n');
    expect(flowNodeAt(flow, 0)).toBeUndefined();
  });
});
