import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultRecipe } from '../../src/catalogue/recipes.js';
import { gitDiff } from '../../src/patch/git-diff.js';
import { planPort } from '../../src/port/plan.js';
import { fixtureTexts } from '../support/fixture-texts.js';
import { fixtureNames } from '../support/fixture-trees.js';
import { scratchSpace } from '../support/scratch-space.js';
import { appliedByGit, diffByGit, withIds } from './by-git.js';
import { doubledCode, editedCode, portedCode } from './edited-code.js';

const space = scratchSpace();
const change = (before: string, after: string, path = 'migration/m.c') => ({ path, before, after });
const expectAsGit = (...files: ReturnType<typeof change>[]): void => {
  expect(gitDiff(files.map(withIds))).toBe(diffByGit(space, files, '--full-index'));
};

/** Two functions alike, so that what is put between them could as well stand in one of them. */
const functionNamed = (name: string, body = ''): string =>
  `static int ${name}(void *opaque)\n{\n    int ret = 0;\n\n    if (ret) {\n        return -1;\n    }\n${body}\n    return ret;\n}\n`;
const SOURCE = `/* about */\n#include "qemu/osdep.h"\n\n${functionNamed('first')}\n${functionNamed('second')}`;
const LONG = `int ${'x'.repeat(73)}   y(void)\n`;
const ABOUT = `/*\n${[1, 2, 3, 4, 5, 6].map((line) => ` * ${line}\n`).join('')} */\n`;
const MANY = Array.from({ length: 12 }, (_, line) => `    call(${line});\n`).join('');

describe('gitDiff, byte for byte as git', () => {
  it.each<[string, string, string]>([
    ['lines at the start', SOURCE, `#include "first.h"\n${SOURCE}`],
    ['lines at the end', SOURCE, `${SOURCE}\n${functionNamed('third')}`],
    [
      'a function between two alike',
      SOURCE,
      SOURCE.replace('static int second', (text) => `${functionNamed('third')}\n${text}`),
    ],
    [
      'a block that ends as the one above',
      SOURCE,
      SOURCE.replace('\n    return ret', '\n    if (!ret) {\n        stop();\n    }\n\n    return ret'),
    ],
    [
      'a block behind another, without a blank line',
      SOURCE,
      SOURCE.replace('    }\n\n', '    }\n    if (!ret) {\n        stop();\n    }\n\n'),
    ],
    [
      'a function below the comment that the next one has as well: the change begins eight lines higher',
      `int a;\n\n${ABOUT}int b;\n`,
      `int a;\n\n${ABOUT}int c;\n\n${ABOUT}int b;\n`,
    ],
    ['one line by another', SOURCE, SOURCE.replace('ret = 0', 'ret = 1')],
    ['a function less', SOURCE, SOURCE.replace(functionNamed('first'), '')],
    ['two hunks', SOURCE, SOURCE.replace('/* about */', '/* more */').replace(/ret;\n}\n$/, '0;\n}\n')],
    ['six lines between two changes: one hunk', `a\n1\n2\n3\n4\n5\n6\nb\n`, `A\n1\n2\n3\n4\n5\n6\nB\n`],
    [
      'seven lines between two changes: two hunks',
      `a\n1\n2\n3\n4\n5\n6\n7\nb\n`,
      `A\n1\n2\n3\n4\n5\n6\n7\nB\n`,
    ],
    ['a last line without end', `${SOURCE}int last;`, `${SOURCE}int new;\nint last;`],
    ['a last line that gets an end', 'a\nb', 'a\nb\n'],
    ['a last line that loses it', 'a\nb\n', 'a\nb'],
    ['CRLF', SOURCE.replaceAll('\n', '\r\n'), SOURCE.replaceAll('\n', '\r\n').replace('ret = 0', 'ret = 1')],
    ['bytes of Latin-1', `/* \xe9 */\n${SOURCE}`, `/* \xe9\xff */\n${SOURCE}`],
    ['a heading of more than 80 bytes', `${LONG}{\n${MANY}}\n`, `${LONG}{\n${MANY}    last();\n}\n`],
    [
      'a heading that is not UTF-8',
      `int f \xe9()\n{\n${MANY}}\n`,
      `int f \xe9()\n{\n${MANY}    last();\n}\n`,
    ],
    [
      'a heading of UTF-8, cut inside a letter',
      `${LONG.slice(0, 79)}\xc3\xa9\n${MANY}`,
      `${LONG.slice(0, 79)}\xc3\xa9\n${MANY}    last();\n`,
    ],
    [
      'a heading of UTF-8',
      `int \xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80 x\n${MANY}`,
      `int \xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80 x\n${MANY}    last();\n`,
    ],
    [
      'no heading by indented lines, marks and digits',
      `  int f()\n{\n#if 1\n9a\n\xe9\n${MANY}}\n`,
      `  int f()\n{\n#if 1\n9a\n\xe9\n${MANY}b\n}\n`,
    ],
    ['a heading by a label', `int f()\n{\nout:\n${MANY}}\n`, `int f()\n{\nout:\n${MANY}    b();\n}\n`],
    ['a file that was empty', '', 'a\n'],
    ['a file that becomes empty', 'a\nb\n', ''],
  ])('%s', (_, before, after) => expectAsGit(change(before, after)));

  it('several files, those without change left out', () => {
    expectAsGit(
      change('a\n', 'b\n', 'a/x.c'),
      change('a\n', 'a\n', 'b.c'),
      change('a\n', 'b\n', 'migration/trace-events'),
    );
  });

  // Of two diffs that are equally short git may print the other one; these seeds have no such text.
  it.each([
    ['calls put in', portedCode, 100, 7],
    ['a piece doubled', doubledCode, 150, 7],
    ['lines put in, taken out and replaced', editedCode, 300, 10],
  ] as const)('code with %s', (_, code, numRuns, seed) => {
    const one = fc.property(code, (file) => {
      expectAsGit(file);
    });
    fc.assert(one, { numRuns, seed });
  });

  it.each(fixtureNames)('the port of %s', (name) => {
    const { files } = planPort(fixtureTexts(name), defaultRecipe, { selected: () => true, fixes: false });
    expectAsGit(...files);
  });
});

describe('any diff', () => {
  it('makes the new text of the old one', () => {
    const one = fc.property(fc.oneof(portedCode, doubledCode, editedCode), (file) => {
      fc.pre(file.before !== file.after);
      expect(appliedByGit(space, file, gitDiff([withIds(file)]))).toBe(file.after);
    });
    fc.assert(one, { numRuns: 100 });
  });
});
