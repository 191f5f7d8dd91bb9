import { describe, expect, it } from 'vitest';
import { prepareParser } from '../../src/csource/ready-parser.js';
import { syntaxOf, withBothParsers, workedOut } from '../support/both-parsers.js';
import { fixtureTexts } from '../support/fixture-texts.js';
import { fixtureNames } from '../support/fixture-trees.js';

const nested = (depth: number): string =>
  `int deep(void)\n{\n    ${'if (a) { '.repeat(depth)}b();${' }'.repeat(depth)}\n}\n`;

describe('the two parsers', () => {
  it('are the native one first, then the one that was asked for', async () => {
    expect(await prepareParser()).toEqual({ kind: 'native' });
    expect(await prepareParser('wasm')).toEqual({ kind: 'wasm' });
    // What is in use stays.
    expect(await prepareParser()).toEqual({ kind: 'wasm' });
    expect(await prepareParser('native')).toEqual({ kind: 'native' });
  });

  it.each(fixtureNames)('make the same edits and findings of %s', async (name) => {
    const texts = fixtureTexts(name);
    const [native, wasm] = await withBothParsers(() => workedOut(texts));
    expect(native.plans.some(({ edits }) => edits.length > 0)).toBe(true);
    expect(wasm).toEqual(native);
  });

  it.each(fixtureNames)('make the same trees of every function of %s', async (name) => {
    const { migration, savevm } = fixtureTexts(name);
    const [native, wasm] = await withBothParsers(() =>
      [migration, savevm].flatMap(({ path, text }) => syntaxOf(path, text)),
    );
    expect(native.length).toBeGreaterThan(100);
    expect(wasm).toEqual(native);
  });

  it.each([
    ['a statement without its end', 'int f(void)\n{\n    a()\n    b();\n}\n'],
    ['what is no C', 'int f(void)\n{\n    a = = @ b;\n}\n'],
    ['bytes beyond ASCII', 'int f(void)\n{\n    g("\xe4\xff\x80", \xe4); \n    h();\n}\n'],
    ['deep nesting', nested(200)],
    ['deeper nesting than is taken', nested(3000)],
    ['a body of a megabyte', `int f(void)\n{\n${'    call(one, two);\n'.repeat(50_000)}}\n`],
  ])('agree on %s', async (_, text) => {
    const [native, wasm] = await withBothParsers(() => syntaxOf('a.c', text));
    expect(native.length).toBeGreaterThan(0);
    expect(wasm).toEqual(native);
  });
});
