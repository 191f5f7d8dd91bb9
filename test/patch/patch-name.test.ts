import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { patchName } from '../../src/patch/patch-name.js';
import { scratchSpace } from '../support/scratch-space.js';
import { runGit } from './by-git.js';

const space = scratchSpace();

/** The slugs that git makes of subjects. */
function slugsByGit(subjects: readonly string[]): string[] {
  const root = mkdtempSync(join(space, 'names-'));
  runGit(root, ['init', '--quiet', '--bare', '--initial-branch=main']);
  const commits = subjects.map(
    (subject) =>
      `commit refs/heads/main\ncommitter C <c@x> 1700000000 +0000\ndata ${Buffer.byteLength(subject)}\n${subject}\n`,
  );
  runGit(root, ['fast-import', '--quiet'], { input: Buffer.from(commits.join('')) });
  return runGit(root, ['log', '--reverse', '--format=%f']).split('\n').slice(0, -1);
}

describe('patchName', () => {
  it.each([
    [
      'migration: Add tracepoints for downtime checkpoints',
      'migration-Add-tracepoints-for-downtime-checkpoints.patch',
    ],
    ['../../etc/passwd', 'etc-passwd.patch'],
    ['.hidden', 'hidden.patch'],
    ['-p1 #x', 'p1-x.patch'],
    ['Prüfpunkte', 'Pr-fpunkte.patch'],
    ['€', 'unnamed.patch'],
    ['', 'unnamed.patch'],
    [`${'a'.repeat(57)} b`, `${'a'.repeat(57)}.patch`],
    ['a'.repeat(99), `${'a'.repeat(58)}.patch`],
  ])('%j: %s', (subject, name) => expect(patchName(subject)).toBe(name));

  it('is what git makes of a subject, without the number', () => {
    const word = fc.string({ unit: fc.constantFrom(...'abZ09._-:/\'"é€&%~ '), minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 60 }), (words) => {
        const subjects = words.map((text) => `a${text}z`);
        expect(subjects.map(patchName)).toEqual(slugsByGit(subjects).map((slug) => `${slug}.patch`));
      }),
      { numRuns: 20 },
    );
  });

  it('is always a plain name of at most 64 characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (subject) => {
        expect(patchName(subject)).toMatch(/^(?=.{7,64}$)[A-Za-z0-9_][A-Za-z0-9._-]*\.patch$/);
      }),
    );
  });
});
