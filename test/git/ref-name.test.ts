import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { branchNameFor, isRefName } from '../../src/git/ref-name.js';

const COMMIT = '0123456789abcdef0123456789abcdef01234567';

/** Pieces near the edges of the rules, so that about every second name is good. */
const PIECES = [
  ...[
    'a',
    'b-c',
    'v7.2',
    'ä漢',
    '/',
    '/',
    '/',
    '.',
    '-',
    '@',
    '{',
    '}',
    '.lock',
    'lock',
    'HEAD',
    'refs/heads/',
  ],
  ...[
    '..',
    '@{',
    '//',
    '~',
    '^',
    ':',
    '?',
    '*',
    '[',
    ']',
    '\\',
    ' ',
    '\t',
    '\n',
    '\x7f',
    '\x01',
    '!',
    '"',
    "'",
    '$',
  ],
];
const text = fc.array(fc.constantFrom(...PIECES), { maxLength: 6 }).map((pieces) => pieces.join(''));
const batch = (arbitrary: fc.Arbitrary<string>): string[] => fc.sample(arbitrary, { seed: 1, numRuns: 300 });

/** What git says of each: one shell that asks git for all of them. */
function byGit(names: readonly string[], options = ''): boolean[] {
  const loop = `while IFS= read -r -d "" name; do git check-ref-format ${options} "$name" && echo y || echo n; done`;
  const input = names.map((name) => `${name}\0`).join('');
  const said = execFileSync('bash', ['-c', `{ ${loop}; } 2>&1 | grep -x '[yn]'`], {
    input,
    encoding: 'utf8',
  });
  return [...said.replaceAll('\n', '')].map((answer) => answer === 'y');
}

describe('isRefName', () => {
  it('says what git check-ref-format says', () => {
    const firm = PIECES.flatMap((piece) => [
      `refs/heads/a${piece}`,
      `refs/heads/a${piece}b`,
      `refs/heads/${piece}a`,
      `refs/${piece}/a`,
      piece,
    ]);
    const names = [...new Set([...firm, ...batch(text), ...batch(text.map((name) => `refs/heads/${name}`))])];
    const said = byGit(names);
    expect(said).toHaveLength(names.length);
    expect(said.filter(Boolean).length).toBeGreaterThan(50);
    expect(names.filter((name, at) => isRefName(name) !== said[at])).toEqual([]);
  });

  it('takes no NUL, which no argument can hold', () => {
    expect(isRefName('refs/heads/a\0b')).toBe(false);
  });
});

describe('branchNameFor', () => {
  it.each([
    ['stable-7.2', 'stable-7.2'],
    ['refs/heads/stable-7.2', 'stable-7.2'],
    ['refs/tags/v7.2.0', 'v7.2.0'],
    ['refs/remotes/origin/master', 'origin/master'],
    ['refs/pull/1/head', 'refs/pull/1/head'],
    ['refs/heads/refs/tags/x', 'refs/tags/x'],
    ['HEAD^', 'HEAD-0123456789ab'],
    ['HEAD~1^0', 'HEAD-1-0-0123456789ab'],
    ['HEAD', 'HEAD-0123456789ab'],
    ['a-^b', 'a-b-0123456789ab'],
    ['@', '0123456789ab'],
    ['refs/heads/', '0123456789ab'],
    ['v7.2.0^{commit}', 'v7.2.0-commit-0123456789ab'],
    ['main@{2 days ago}', 'main-2-days-ago-0123456789ab'],
    [':/fix ..  it', 'fix-it-0123456789ab'],
    ['refs/heads/-x', 'x-0123456789ab'],
    ['a.lock', 'a-lock-0123456789ab'],
    ['a.lock/b^', 'a-lock/b-0123456789ab'],
    ['.a/./..//b.', 'a/b-0123456789ab'],
  ])('makes of %s %s', (revision, name) => {
    expect(branchNameFor(revision, COMMIT)).toBe(name);
  });

  it('always is a name that git takes for a branch', () => {
    const names = batch(text).map((revision) => branchNameFor(revision, COMMIT));
    expect(byGit(names, '--branch')).toEqual(names.map(() => true));
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (revision) => {
        expect(isRefName(`refs/heads/${branchNameFor(revision, COMMIT)}`)).toBe(true);
      }),
    );
  });

  it('tells one commit from another wherever it changed the name', () => {
    fc.assert(
      fc.property(text, (revision) => {
        const [one, other] = [COMMIT, 'f'.repeat(40)].map((commit) => branchNameFor(revision, commit));
        const kept = one === revision.replace(/^refs\/(heads|tags|remotes)\//, '');
        expect(one === other).toBe(kept);
      }),
    );
  });
});
