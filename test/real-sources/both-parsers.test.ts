import { describe, expect, test } from 'vitest';
import { syntaxOf, withBothParsers, workedOut } from '../support/both-parsers.js';
import { NEWER_TREES, OLDER_TREES, realTexts } from './real-tree.js';

describe.each([...OLDER_TREES, ...NEWER_TREES])(
  'QEMU %s, %s, with each of the two parsers',
  (release, kind) => {
    test('has the same edits and findings', async () => {
      const texts = realTexts(release, kind);
      const [native, wasm] = await withBothParsers(() => workedOut(texts));
      expect(native.plans).toHaveLength(6);
      expect(wasm).toEqual(native);
    });

    test('has the same tree of every function', async () => {
      const { migration, savevm } = realTexts(release, kind);
      const [native, wasm] = await withBothParsers(() =>
        [migration, savevm].flatMap(({ path, text }) => syntaxOf(path, text)),
      );
      expect(native.length).toBeGreaterThan(10_000);
      expect(wasm).toEqual(native);
    });
  },
);
