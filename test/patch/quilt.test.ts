import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commentedLine, type QuiltedChange, quiltPatch, withSeriesLine } from '../../src/patch/quilt.js';
import { scratchSpace } from '../support/scratch-space.js';
import { folderWith } from './by-git.js';

const space = scratchSpace();
const COMMIT = '0123456789'.repeat(4);
const CHANGE: QuiltedChange = {
  description: 'migration: Add x\n\nText of é.\n  indented\n\nMore.\n',
  origin: 'backport',
  commit: COMMIT,
  author: { name: 'Müller, Jörg', email: 'a@x' },
  appliedUpstream: '8.2.0',
  lastUpdate: '2024-05-31',
  forwarded: 'not-needed',
  files: [{ path: 'sub/f.c', before: 'one\ntwo \xe9\n', after: 'one\nnew\ntwo \xe9\n' }],
};

describe('quiltPatch', () => {
  it('has a header by DEP-3, then the diff with its bytes as they are', () => {
    const text = `Description: migration: Add x
 .
 Text of é.
   indented
 .
 More.
Origin: backport, commit:${COMMIT}
Author: Müller, Jörg <a@x>
Applied-Upstream: 8.2.0, commit:${COMMIT}
Last-Update: 2024-05-31
Forwarded: not-needed
---
--- a/sub/f.c
+++ b/sub/f.c
@@ -1,2 +1,3 @@
 one
+new
 two \xe9
`;
    const [header = '', diff = ''] = text.split(/(?<=\n)(?=--- a)/);
    expect(quiltPatch(CHANGE)).toEqual(Buffer.concat([Buffer.from(header), Buffer.from(diff, 'latin1')]));
  });

  it('names the place where upstream’s commit can be read, if it is known', () => {
    const text = quiltPatch({ ...CHANGE, origin: 'upstream', url: 'https://example.org/1' }).toString();
    expect(text).toContain('\nOrigin: upstream, https://example.org/1\n');
    expect(text).toContain(`\nApplied-Upstream: 8.2.0, commit:${COMMIT}\n`);
  });

  it('has one line of a description that has no more', () => {
    expect(quiltPatch({ ...CHANGE, description: 'Subject\n' }).toString()).toMatch(
      /^Description: Subject\nOrigin: /,
    );
  });

  it.each(['--- a/f', '+++ b/f', '@@ -1 +1 @@', '*** a/f', 'Index: f', 'diff -u a b', ' \tX--- a/f'])(
    'quotes the line %j',
    (line) => {
      const text = quiltPatch({ ...CHANGE, description: `Subject\n\nText.\n${line}\n` }).toString();
      expect(text).toContain(`\n Text.\n > ${line}\nOrigin: `);
    },
  );

  // GNU patch reads diffs that are indented, too.
  it.each([
    '--- a/f\n+++ b/f\n@@ -1,2 +1,3 @@\n one\n+wrong\n two\n',
    '\t--- a/f\n\t+++ b/f\n\t@@ -1,2 +1,3 @@\n\t one\n\t+wrong\n\t two\n',
    'X--- a/f\nX+++ b/f\nX@@ -1,2 +1,3 @@\nX one\nX+wrong\nX two\n',
    '*** a/f\n--- b/f\n***************\n*** 1,2 ****\n--- 1,3 ----\n  one\n+ wrong\n  two\n',
    'diff --git a/sub/f.c b/sub/f.c\ndeleted file mode 100644\n',
    'diff --git a/f b/f\nold mode 100644\nnew mode 100755\n',
    '+++ b/f\n@@ -1,2 +1,3 @@\n one\n+wrong\n two\n',
    '@@ -1,2 +1,3 @@\n one\n+wrong\n two\n',
    'Index: f\n',
    'Index: f\n@@ -1,2 +1,3 @@\n one\n+wrong\n two\n',
    '---\n',
  ])('is applied by patch to its own file only, whatever the description says: %j', (description) => {
    const folder = folderWith(space, { 'sub/f.c': CHANGE.files[0]?.before ?? '', f: 'one\ntwo\n' });
    const input = quiltPatch({ ...CHANGE, description: `Subject\n\nAbout:\n${description}` });
    // As dpkg-source calls it; quilt does the same without -u and -N.
    const options = ['-p1', '--fuzz=0', '-N', '-V', 'never'];
    const said = execFileSync('patch', options, { cwd: folder, input, encoding: 'utf8' });
    expect(said).toBe('patching file sub/f.c\n');
    expect(readFileSync(join(folder, 'sub/f.c'), 'latin1')).toBe(CHANGE.files[0]?.after);
    expect(readFileSync(join(folder, 'f'), 'latin1')).toBe('one\ntwo\n');
  });
});

describe('withSeriesLine', () => {
  it.each([
    ['begins a series', undefined, 'a.patch\n'],
    ['begins an empty one', '', 'a.patch\n'],
    ['comes last', '# mine\nb.patch\n', '# mine\nb.patch\na.patch\n'],
    ['gets a line of its own behind one without an end', 'b.patch', 'b.patch\na.patch\n'],
    ['is not doubled', 'a.patch\nb.patch\n', 'a.patch\nb.patch\n'],
    ['is not doubled behind options', ' a.patch -p1 # why\nb.patch\n', ' a.patch -p1 # why\nb.patch\n'],
    ['is another than one it is part of', 'aa.patch\na.patch.old\n', 'aa.patch\na.patch.old\na.patch\n'],
    ['stays taken out where it is in a comment', 'b.patch\n#a.patch -p1\n', 'b.patch\n#a.patch -p1\n'],
    ['stays in where it is in a comment as well', '# a.patch\na.patch\n', '# a.patch\na.patch\n'],
    ['is another than one that a comment tells of', '# not a.patch\n', '# not a.patch\na.patch\n'],
    ['leaves bytes that are no UTF-8', '# \xe9\n', '# \xe9\na.patch\n'],
  ])('%s', (_, series, expected) => {
    const before = series === undefined ? undefined : Buffer.from(series, 'latin1');
    expect(withSeriesLine(before, 'a.patch').toString('latin1')).toBe(expected);
  });
});

describe('commentedLine', () => {
  it.each([
    ['b.patch\n# a.patch\n', 2],
    ['#a.patch\na.patch\n', undefined],
    ['# a.patch.old\n', undefined],
  ])('of %j is %s', (series, line) => {
    expect(commentedLine(Buffer.from(series), 'a.patch')).toBe(line);
  });
});
