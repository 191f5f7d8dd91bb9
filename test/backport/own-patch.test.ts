import { describe, expect, it } from 'vitest';
import { patchOwner } from '../../src/backport/own-patch.js';

const HUNK = '@@ -1 +1,2 @@\n x\n+    trace_vmstate_downtime_checkpoint("src-downtime-start");\n';
const DIFF = `--- a/migration/migration.c\n+++ b/migration/migration.c\n${HUNK}`;
const MAIL = `From ${'0'.repeat(40)} Mon Sep 17 00:00:00 2001\nSubject: x\n\ntext\n---\n${DIFF}-- \nqemu-downtime 0.1.0\n\n`;
const QUILT = `Description: x\n .\n Backported by qemu-downtime: 20 calls in 3 files.\nOrigin: backport, commit:1\n---\n${DIFF}`;

const REFRESHED = QUILT.replace(
  DIFF,
  `Index: qemu/migration/migration.c\n====\n--- qemu.orig/migration/migration.c\t2026\n+++ qemu/migration/migration.c\n${HUNK}`,
);
const MORE = `--- a/VERSION\n+++ b/VERSION\n@@ -1 +1 @@\n-7.2.0\n+7.2.0-mine\n`;

describe('a patch of ours is', () => {
  it.each([
    ['a mail', MAIL],
    ['several mails', MAIL + MAIL],
    ['a quilt patch', QUILT],
    ['a diff', DIFF],
    ['a quilt patch as quilt refresh leaves it', REFRESHED],
    ['nothing at all, which nobody misses', ''],
  ])('%s', (_, text) => {
    expect(patchOwner(text)).toBe('ours');
  });
});

describe('a patch of ours is not', () => {
  it.each([
    ['a text', 'QEMU README\n'],
    ['a text that tells of us', 'We use\n\n Backported by qemu-downtime: x\n-- \nqemu-downtime 0.1.0\n'],
    ['a mail of git', MAIL.replace('qemu-downtime 0.1.0', '2.47.0')],
    ['a mail of a commit', MAIL.replace(/0{40}/, '1'.repeat(40))],
    ['a mail with something behind it', `${MAIL}mine\n`],
    ['a quilt patch of somebody else', QUILT.replace('Backported by qemu-downtime', 'Backported by hand')],
    [
      'a quilt patch that brings our note to another file',
      QUILT.replace('Backported by', 'By').concat('+\n Backported by qemu-downtime: x\n'),
    ],
    ['a diff of git', `diff --git a/x b/x\n${DIFF}`],
    ['a diff of something else', DIFF.replace('downtime', 'x').replace('downtime', 'y')],
    ['a diff with a text before it', `mine\n${DIFF}`],
  ])('%s', (_, text) => {
    expect(patchOwner(text)).toBe('foreign');
  });
});

describe('a patch of ours with a file that no port changes is told by that file', () => {
  it.each([
    ['a mail', MAIL.replace('-- \nqemu', `${MORE}-- \nqemu`)],
    ['a quilt patch', `${QUILT}${MORE}`],
    ['a quilt patch as quilt refresh leaves it', `${REFRESHED}Index: qemu/VERSION\n===\n${MORE}`],
    ['a diff', `${DIFF}${MORE}`],
    ['a new file', `${DIFF}${MORE.replace('a/VERSION', '/dev/null')}`],
    ['a mode alone', `${DIFF}diff --git a/VERSION b/VERSION\nold mode 100644\nnew mode 100755\n`],
  ])('%s', (_, text) => {
    expect(patchOwner(text)).toEqual({ foreignFile: 'VERSION' });
  });

  it('a line of the code is no head of a file', () => {
    const hunk = '@@ -1,2 +1,2 @@\n x\n--- a/README\n+++ b/README downtime\n';
    expect(patchOwner(DIFF.replace(HUNK, hunk))).toBe('ours');
  });
});
