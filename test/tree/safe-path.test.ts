import { describe, expect, it } from 'vitest';
import { checkFile } from '../../src/tree/safe-path.js';
import { failureOf } from './refusal.js';
import { putFiles, scratchFolder } from './write/scratch-tree.js';

describe('a path in a tree', () => {
  it('is that of a file, or of none', () => {
    const root = scratchFolder();
    putFiles(root, { 'a/b.c': 'x' });
    expect(checkFile(root, 'a/b.c')?.size).toBe(1n);
    expect(checkFile(root, 'a/c.c')).toBeUndefined();
  });

  it.each(['', '/a', 'a/', 'a//b', './a', 'a/..', '../a', 'a\\b', '..\\a', 'a\0b'])(
    'is never %j',
    async (path) => {
      const root = scratchFolder();
      putFiles(root, { a: 'x' });
      expect(await failureOf(() => checkFile(root, path))).toMatchObject({ code: 'path-leaves-tree' });
    },
  );
});
