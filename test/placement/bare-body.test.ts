import { describe, expect, it } from 'vitest';
import { SourceFile } from '../../src/csource/source-file.js';
import { bareHead } from '../../src/placement/bare-body.js';

/** The head that holds `fire();` in a function with this body. */
function headIn(body: string): ReturnType<typeof bareHead> {
  const text = `static void step(void)\n{\n${body}\n}\n`;
  return bareHead(new SourceFile('migration/migration.c', text), text.indexOf('fire('));
}

describe('what holds a call without braces', () => {
  it.each([
    ['an if', '    if (autostart)\n        fire();\n    go();', 'if (autostart)', 3, 'own'],
    [
      'an if over lines',
      '    if (a &&\n        b(c))\n        fire();\n    go();',
      'if (a && b(c))',
      3,
      'own',
    ],
    ['a comment between', '    if (a) /* ) */\n        fire();\n    go();', 'if (a) /* ) */', 3, 'own'],
    ['an else', '    if (a) {\n    } else\n        fire();\n    go();', 'else', 4, 'own'],
    ['an else-if', '    if (a) {\n    } else if (b)\n        fire();\n    go();', 'if (b)', 4, 'own'],
    ['a loop', '    while (more())\n        fire();\n    go();', 'while (more())', 3, 'own'],
    [
      'a macro that is a loop',
      '    QLIST_FOREACH(a, b, c)\n        fire();\n    go();',
      'QLIST_FOREACH(a, b, c)',
      3,
      'own',
    ],
    ['an if with an else', '    if (a)\n        fire();\n    else\n        go();', 'if (a)', 3, 'kept'],
    ['a do', '    do\n        fire();\n    while (more());', 'do', 3, 'kept'],
    ['a label at the end of a block', '    go();\nout:\n    fire();', 'out:', 4, 'label'],
  ])('is %s', (_, body, text, line, kind) => {
    const head = headIn(body);
    expect(head).toMatchObject({ line, kind });
    expect(head?.text.replace(' /* ) */', '')).toBe(text.replace(' /* ) */', ''));
  });

  it.each([
    ['with braces', '    if (a) {\n        fire();\n    }'],
    ['behind another statement', '    if (a)\n        go();\n    fire();\n    go();'],
    ['behind a label, with more to come', 'out:\n    fire();\n    go();'],
    [
      'in a preprocessor branch that holds it alone',
      '    if (a)\n#if 0\n        fire();\n#endif\n        go();',
    ],
    ['at the begin', '    fire();'],
  ])('is nothing %s', (_, body) => {
    expect(headIn(body)).toBeUndefined();
  });

  it('is nothing outside any function', () => {
    const text = 'static int list =\n    fire();\n    0;\n';
    expect(bareHead(new SourceFile('a.c', text), text.indexOf('fire('))).toBeUndefined();
  });

  it('is shown cut where it is long', () => {
    const head = headIn(`    if (${'a && '.repeat(40)}b)\n        fire();\n    go();`);
    expect(head?.text).toMatch(/^if \(a && .{40,52}…$/);
  });
});
