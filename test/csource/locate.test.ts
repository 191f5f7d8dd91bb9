import { describe, expect, it } from 'vitest';
import {
  argumentsOf,
  assignedText,
  assignmentsTo,
  calledNames,
  callsTo,
  conditionText,
  declares,
  isLoop,
  loopsCallingMember,
  memberCallsTo,
  mentions,
  returnsOf,
  shownCondition,
  stringArgument,
  type Target,
} from '../../src/csource/locate.js';
import { ofType } from '../../src/csource/syntax.js';
import { functionOf, nodeWith, textsOf } from '../support/parsed-function.js';

describe('callsTo', () => {
  it('finds calls in conditions, arguments and initialisers, in the order of the text', () => {
    const fn = functionOf('    int a = stop(1);\n    if (stop(2)) {\n        g(stop(3));\n    }\n');
    expect(textsOf(fn, callsTo(fn, ['stop']))).toEqual(['stop(1)', 'stop(2)', 'stop(3)']);
  });

  it.each([
    ['a comment', '    /* stop(); */ a();\n'],
    ['a string', '    a("stop()");\n'],
    ['a call through a member', '    s->stop();\n'],
    ['a call through a pointer', '    (*stop)();\n'],
    ['a longer name', '    stop_all();\n'],
    ['a hidden branch', '#if 0\n    stop();\n#endif\n'],
    ['an #else', '#ifdef A\n    a();\n#else\n    stop();\n#endif\n'],
  ])('finds none in %s', (_, body) => {
    const fn = functionOf(body);
    expect(callsTo(fn, ['stop'])).toEqual([]);
  });

  it('looks only within what it is told to', () => {
    const fn = functionOf('    stop(1);\n    if (s) {\n        stop(2);\n    }\n');
    const branch = nodeWith(fn, 'if_statement', 'stop');
    expect(textsOf(fn, callsTo(fn, ['stop'], branch))).toEqual(['stop(2)']);
  });

  it('knows the names that a function calls, and the arguments', () => {
    const fn = functionOf('    a(b(), "c, d", s->e());\n');
    expect([...calledNames(fn)].sort()).toEqual(['a', 'b']);
    const [call] = callsTo(fn, ['a']);
    expect(call && textsOf(fn, argumentsOf(call))).toEqual(['b()', '"c, d"', 's->e()']);
  });
});

describe('memberCallsTo', () => {
  it('finds calls through a member, of a pointer or of a struct', () => {
    const fn = functionOf('    se->ops->save(f);\n    ops.save(f);\n    save(f);\n    se->save_all(f);\n');
    expect(textsOf(fn, memberCallsTo(fn, ['save']))).toEqual(['se->ops->save(f)', 'ops.save(f)']);
  });
});

describe('stringArgument', () => {
  it.each([
    ['t("a b");', 'a b'],
    ['t( "a" /* c */ );', 'a'],
    ['t("");', ''],
    ['t(name);', undefined],
    ['t("a" "b");', undefined],
    ['t("a\\x2db");', undefined],
    ['t(L"a");', undefined],
    ['t();', undefined],
  ])('of %j is %j', (body, expected) => {
    const fn = functionOf(`    ${body}\n`);
    const [call] = callsTo(fn, ['t']);
    expect(call && stringArgument(fn, call, 0)).toBe(expected);
  });
});

describe('assignmentsTo', () => {
  const fn = functionOf(`
    int64_t downtime = now();
    int64_t *start_time = &downtime;
    s->downtime = 0;
    s->downtime = now() -
                  s->x;
    s->downtime += 1;
    s->downtime++;
    s->expected_downtime = 1;
    downtime = 2;
    downtime -= 2;
    t.downtime = 3;
    *start_time = 4;
    start_time = NULL;
    if ((s->downtime == 5)) {
        a[downtime] = 5;
        &downtime;
    }
    s->b = s->downtime = 6;
`);
  const stores = (into: Target): string[] => textsOf(fn, assignmentsTo(fn, into));

  it('finds stores into a field, of whatever struct; compound assignments and initialisers are none', () => {
    expect(stores({ kind: 'field', name: 'downtime' })).toEqual([
      's->downtime = 0',
      's->downtime = now() - s->x',
      't.downtime = 3',
      's->downtime = 6',
    ]);
  });

  it('finds stores through a pointer, not into it', () => {
    expect(stores({ kind: 'pointer', name: 'start_time' })).toEqual(['*start_time = 4']);
  });

  it('finds stores into a variable; its declaration is none', () => {
    expect(stores({ kind: 'variable', name: 'downtime' })).toEqual(['downtime = 2']);
    expect(stores({ kind: 'variable', name: 'start_time' })).toEqual(['start_time = NULL']);
  });

  it('tells what is assigned', () => {
    const texts = assignmentsTo(fn, { kind: 'field', name: 'downtime' }).map((store) =>
      assignedText(fn, store),
    );
    expect(texts.map((text) => text.replace(/\s+/g, ' '))).toEqual(['0', 'now() - s->x', '3', '6']);
  });
});

describe('returnsOf', () => {
  it('finds the returns of exactly this text', () => {
    const fn = functionOf('    if (a)\n        return 0;\n    if (b)\n        return 01;\n    return  0 ;\n');
    expect(returnsOf(fn, '0')).toHaveLength(2);
    expect(returnsOf(fn, '1')).toHaveLength(0);
  });
});

describe('isLoop', () => {
  it.each([
    ['while (a) {\n    }', true],
    ['do {\n    } while (a);', true],
    ['for (;;) {\n    }', true],
    ['QTAILQ_FOREACH(a, &b, c) {\n    }', true],
    ['WITH_QEMU_LOCK_GUARD(&m) {\n    }', false],
    ['WITH_RCU_READ_LOCK_GUARD() {\n    }', false],
    ['if (a) {\n    }', false],
  ])('%j: %s', (statement, expected) => {
    const fn = functionOf(`    ${statement}\n`);
    const [node] = fn.bodyNode.children;
    expect(node && isLoop(fn, node)).toBe(expected);
  });
});

describe('loopsCallingMember', () => {
  it('finds the outermost loops, once each; a lock guard is none', () => {
    const fn = functionOf(`
    WITH_QEMU_LOCK_GUARD(&m) {
        QTAILQ_FOREACH(se, &list, entry) {
            while (a) {
                se->ops->save(f);
            }
            se->ops->save(f);
        }
    }
    QTAILQ_FOREACH(se, &list, entry) {
        save(f);
    }
    se->ops->save(f);
`);
    const loops = loopsCallingMember(fn, ['save']);
    expect(loops.map((loop) => fn.file.lineOf(loop.start))).toEqual([5]);
  });
});

describe('declares', () => {
  const fn = functionOf(
    '    int a, *b = NULL, c[2];\n    if (s) {\n        bool d;\n    }\n    e = f + g(h);\n',
    'static int name(State *s, int (*callback)(void))',
  );

  it.each(['a', 'b', 'c', 'd', 's', 'callback'])('%s', (name) => {
    expect(declares(fn, name)).toBe(true);
  });

  it.each(['e', 'f', 'g', 'h', 'NULL'])('not %s', (name) => {
    expect(declares(fn, name)).toBe(false);
  });
});

describe('mentions', () => {
  it('counts an identifier in the body, comments and literals apart', () => {
    const fn = functionOf(
      '    int ret; /* ret */\n    ret = f("ret") + a->ret;\n    return retry;\n',
      'int g(int ret)',
    );
    expect(mentions(fn, 'ret')).toBe(3);
  });
});

describe('conditionText', () => {
  it.each([
    ['if (!s->downtime) {\n    }', '!s->downtime'],
    ['if ( a /* b */ ||\n        c ) {\n    }', 'a || c'],
    ['while ((a)) {\n    }', '(a)'],
    ['QTAILQ_FOREACH(a, &b, c) {\n    }', 'a, &b, c'],
  ])('of %j is %j', (statement, expected) => {
    const fn = functionOf(`    ${statement}\n`);
    const node = [...ofType(fn.bodyNode, 'if_statement'), ...ofType(fn.bodyNode, 'while_statement')][0];
    expect(node && conditionText(fn, node)).toBe(expected);
  });
});

describe('shownCondition', () => {
  it.each([
    ['if (getenv("A B") /* c */) {\n    }', 'getenv("A B")'],
    ["if (a ||\n        b == 'x') {\n    }", "a || b == 'x'"],
  ])('of %j is %j', (statement, expected) => {
    const fn = functionOf(`    ${statement}\n`);
    const [node] = ofType(fn.bodyNode, 'if_statement');
    expect(node && shownCondition(fn, node)).toBe(expected);
  });
});
