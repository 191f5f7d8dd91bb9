import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffstat } from '../../src/patch/diffstat.js';
import { scratchSpace } from '../support/scratch-space.js';
import { putTexts, runGit } from './by-git.js';

const space = scratchSpace();

/** A file that loses and gains so many lines. */
const file = (path: string, removed: number, added: number) => {
  const lines = (word: string, count: number): string =>
    Array.from({ length: count }, (_, line) => `${word} ${line}\n`).join('');
  return { path, before: `top\n${lines('old', removed)}`, after: `top\n${lines('new', added)}` };
};

let runs = 0;
/** `git diff --stat=72` of a commit and the next. */
function byGit(files: ReturnType<typeof file>[]): string {
  runs += 1;
  const root = `${space}/${runs}`;
  const side = (of: 'before' | 'after') => Object.fromEntries(files.map((each) => [each.path, each[of]]));
  putTexts(root, side('before'));
  runGit(root, ['init', '--quiet']);
  runGit(root, ['add', '.']);
  putTexts(root, side('after'));
  return runGit(root, ['diff', '--stat=72']);
}

const counts = fc.oneof(fc.nat(4), fc.nat(40), fc.nat(1200));
const paths = fc.constantFrom(
  'a.c',
  'migration/migration.c',
  'migration/trace-events',
  `include/${'very-'.repeat(12)}long/folder/file.c`,
  `${'x'.repeat(90)}.c`,
);

describe('diffstat', () => {
  it('is empty without a change', () => expect(diffstat([file('a.c', 0, 0)])).toBe(''));

  it('of a port', () => {
    expect(diffstat([file('migration/migration.c', 0, 6), file('migration/trace-events', 1, 1)])).toBe(
      [
        ' migration/migration.c  | 6 ++++++\n',
        ' migration/trace-events | 2 +-\n',
        ' 2 files changed, 7 insertions(+), 1 deletion(-)\n',
      ].join(''),
    );
  });

  it.each([
    ['one line more', [file('a.c', 0, 1)]],
    ['one line less', [file('a.c', 1, 0)]],
    ['many lines', [file('a.c', 3, 1000), file('b.c', 1, 1), file('c.c', 0, 500)]],
    ['as wide as there is room', [file('a.c', 0, 61), file('b.c', 1, 0)]],
    ['one more than there is room', [file('a.c', 0, 62), file('b.c', 1, 0)]],
    ['a long name', [file(`include/${'very-'.repeat(12)}long/folder/file.c`, 10, 40)]],
    ['a long name without folders', [file(`${'x'.repeat(90)}.c`, 2, 3)]],
    ['a long name and few signs', [file(`m/${'x'.repeat(56)}.c`, 2, 3)]],
  ])('%s, as git', (_, files) => expect(diffstat(files)).toBe(byGit(files)));

  it('of any counts and names, as git', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(paths, counts, counts), { minLength: 1, selector: ([path]) => path }),
        (rows) => {
          const files = rows
            .map((row) => file(...row))
            .sort((one, other) => (one.path < other.path ? -1 : 1));
          expect(diffstat(files)).toBe(byGit(files));
        },
      ),
      { numRuns: 60 },
    );
  });
});
