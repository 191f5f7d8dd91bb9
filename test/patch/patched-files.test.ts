import { describe, expect, it } from 'vitest';
import { changedLines, patchedFiles } from '../../src/patch/patched-files.js';

const HUNK = '@@ -1,2 +1,3 @@ heading\n one\n+wrong\n two\n';

describe('the files of a patch', () => {
  it.each([
    ['a plain diff', `--- a/x/y.c\n+++ b/x/y.c\n${HUNK}--- a/z\n+++ b/z\n${HUNK}`, ['x/y.c', 'z']],
    ['one of git', `diff --git a/x b/x\nindex 1..2 100644\n--- a/x\n+++ b/x\n${HUNK}`, ['x']],
    ['one of quilt', `Index: qemu/x\n===\n--- qemu.orig/x\t2026\n+++ qemu/x\t2026\n${HUNK}`, ['x']],
    [
      'a new and a deleted file',
      `--- /dev/null\n+++ b/x\n${HUNK}--- a/y\n+++ /dev/null\n${HUNK}`,
      ['x', 'y'],
    ],
    [
      'a mode and a name',
      'diff --git a/x b/x\nold mode 1\ndiff --git a/y b/z\nrename from s/y\nrename to s/z\n',
      ['x', 'z', 's/y', 's/z'],
    ],
    ['lines that look like heads', '--- a/x\n+++ b/x\n@@ -1,2 +1 @@\n one\n--- a/y\n', ['x']],
    ['a text', 'Subject: x\n\ntext\n---\n x | 2 +\n', []],
  ])('%s', (_, text, paths) => {
    expect(patchedFiles(text)).toEqual(paths);
  });
});

describe('the changed lines', () => {
  it('are the same wherever they are, and whatever is around them', () => {
    const one = `--- a/x\n+++ b/x\n${HUNK}-- \nsignature\n`;
    const other = `text\n---\nIndex: x\n--- q/x\n+++ q/x\n${HUNK.replace('1,2', '7,2').replace('two', 'three')}`;
    expect(changedLines(one)).toBe(changedLines(other));
    expect(changedLines(one)).not.toBe(changedLines(other.replace('wrong', 'right')));
  });
});
