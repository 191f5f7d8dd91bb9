import { describe, expect, it } from 'vitest';
import { expectRefused, PATHS, planned, refusalOf, revertPlanned } from '../support/ported-tree.js';
import { extended, oldTree, type SmallTree } from '../support/small-tree.js';

const LINES = oldTree.savevm.split('\n').length;

describe('a file that is not fit for editing', () => {
  it.each<[string, string, (text: string) => string, number]>([
    ['an empty file', 'empty', () => '', 1],
    ['a NUL byte', 'nul-byte', (text) => `${text}\0`, LINES],
    ['a line of 10 MB', 'long-line', (text) => `${text}/* ${'x'.repeat(10_000_000)} */\n`, LINES],
    ['a conflict marker', 'conflict-marker', (text) => `${text}<<<<<<< HEAD\n`, LINES],
    ['a conflict marker before CR LF', 'conflict-marker', (text) => `${text}=======\r\n`, LINES],
    ['a comment without end', 'unterminated-comment', (text) => `${text}/* ...\n`, LINES],
    ['an #if without #endif', 'unbalanced-conditional', (text) => `${text}#if X\n`, LINES],
    ['a brace without partner', 'unbalanced-braces', (text) => `${text}}\n`, LINES],
  ])('is refused with %s', (_, code, spoil, line) => {
    const tree: SmallTree = { ...oldTree, savevm: spoil(oldTree.savevm) };
    expectRefused(tree, [{ code, file: PATHS.savevm, line }]);
  });

  it('is refused by a revert as well', () => {
    expect(
      refusalOf(revertPlanned(extended(oldTree, 'migration', '<<<<<<< HEAD\n'))).map((told) => told.code),
    ).toContain('conflict-marker');
  });

  it.each<[string, string, number]>([
    ['empty', '', 1],
    ['nul-byte', 'a(void) ""\n\0', 2],
    ['conflict-marker', 'a(void) ""\n<<<<<<< HEAD\n', 2],
    ['conflict-marker', 'a(void) ""\r\n=======\r\n', 2],
  ])('is refused if it is the events file: %s', (code, events, line) => {
    expectRefused({ ...oldTree, events }, [{ code, file: PATHS.events, line }]);
    // It is no C source.
    const [told] = planned({ ...oldTree, events }).problems;
    expect(told?.expected).not.toMatch(/\bC\b|compiler/);
  });

  it('is ported with mixed line ends, and a note', () => {
    const plan = planned({ ...oldTree, savevm: oldTree.savevm.replace('\n', '\r\n') });
    expect(plan.problems).toEqual([]);
    expect(plan.notes).toEqual([expect.stringContaining(PATHS.savevm)]);
  });

  it('is ported with bytes that are not UTF-8, which stay', () => {
    const tree = { ...oldTree, savevm: `/* \xff\xfe M\xfcller */\n${oldTree.savevm}` };
    const plan = planned(tree);
    expect(plan.problems).toEqual([]);
    expect(plan.files[1]?.after.startsWith('/* \xff\xfe M\xfcller */\n')).toBe(true);
  });

  it('is ported behind a byte order mark, which stays', () => {
    const plan = planned({ ...oldTree, savevm: `\xef\xbb\xbf${oldTree.savevm}` });
    expect(plan.files[1]?.after.startsWith('\xef\xbb\xbf#include')).toBe(true);
  });
});
