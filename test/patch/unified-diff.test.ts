import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countDiff, unifiedDiff } from '../../src/patch/unified-diff.js';
import { scratchSpace } from '../support/scratch-space.js';
import { folderWith, runGit } from './by-git.js';
import { editedCode } from './edited-code.js';

const space = scratchSpace();
const change = (before: string, after: string) => ({ path: 'a.c', before, after });

describe('unifiedDiff', () => {
  it('leaves files without change out', () => expect(unifiedDiff([change('a\n', 'a\n')])).toBe(''));

  it('has the headers that git and patch take, and no others', () => {
    expect(unifiedDiff([change('a\nb\n', 'a\nnew\nb\n')])).toBe(
      '--- a/a.c\n+++ b/a.c\n@@ -1,2 +1,3 @@\n a\n+new\n b\n',
    );
  });

  it('keeps CR and says where a last line has no end', () => {
    expect(unifiedDiff([change('a\r\nb', 'a\r\nn\r\nb')])).toContain(
      '+n\r\n b\n\\ No newline at end of file',
    );
  });

  it('makes no diff for a path that would have to be quoted', () => {
    for (const path of ['a b.c', 'é.c', '"a".c', '/a.c', 'a//b.c', ''])
      expect(() => unifiedDiff([{ ...change('a\n', 'b\n'), path }])).toThrow('no diff is made for the path');
  });

  it('is taken by git apply and by patch, with no fuzz and no offset', () => {
    fc.assert(
      fc.property(editedCode, ({ before, after }) => {
        fc.pre(before !== after && before !== '' && after !== '');
        const diff = Buffer.from(unifiedDiff([change(before, after)]), 'latin1');
        const byGit = folderWith(space, { 'a.c': before });
        runGit(byGit, ['apply', '--unsafe-paths', `--directory=${byGit}`, '-'], { input: diff });
        const byPatch = folderWith(space, { 'a.c': before });
        const said = execFileSync('patch', ['-p1', '--fuzz=0'], {
          cwd: byPatch,
          input: diff,
          encoding: 'utf8',
        });
        expect(said).toBe('patching file a.c\n');
        for (const folder of [byGit, byPatch])
          expect(readFileSync(join(folder, 'a.c'), 'latin1')).toBe(after);
      }),
      { numRuns: 60 },
    );
  });
});

describe('countDiff', () => {
  it('counts lines that look like headers as lines', () => {
    expect(countDiff(change('-- x\n', '++ y\nz\n'))).toEqual({ insertions: 2, deletions: 1 });
  });

  it('counts as many as the diff shows', () => {
    fc.assert(
      fc.property(editedCode, (file) => {
        const lines = unifiedDiff([file]).split('\n').slice(2);
        expect(countDiff(file)).toEqual({
          insertions: lines.filter((line) => line.startsWith('+')).length,
          deletions: lines.filter((line) => line.startsWith('-')).length,
        });
      }),
    );
  });
});
