import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mailPatch, needsKeepCr } from '../../src/patch/mail.js';
import { Refusal } from '../../src/problem/problem.js';
import { scratchSpace } from '../support/scratch-space.js';
import { withIds } from './by-git.js';
import { type Mailed, mailed, SIGNATURE } from './mailed.js';

const space = scratchSpace();
const LONG_SUBJECT = `migration: ${'Ein langer Betreff über Prüfpunkte € 😀 '.repeat(5)}Ende`;

/** The mail is git's own, and `git am` makes the same commit of it. */
function expectToArrive(what: Mailed): void {
  const { mail, byGit, am, wanted } = mailed(space, what);
  expect(mail().toString('latin1')).toBe(byGit().toString('latin1'));
  expect(am(mail())).toBe(wanted());
}

describe('mailPatch: byte for byte as git format-patch, and git am makes the same commit of it', () => {
  it.each([
    'Ann Author',
    'Daniel P. Berrangé',
    'Daniel P. Berrange',
    'Müller, Jörg',
    'Muller, Jorg',
    'Foo "Bar" Baz',
    'quoted" name',
    'back\\slash',
    'Jörg \\ (at home) Müller',
    'Ann (at home)',
    'under_score =?x? Author',
    '=?utf-8?q?x?= Author',
    'X',
    '李',
    `${'Nn '.repeat(19)}Nnn`,
    `${'Né '.repeat(14)}Nnn`,
  ])('author %s', (name) => {
    expectToArrive({ name });
    expectToArrive({ name, email: 'a.very.very.very.long.address@a.very.very.long.example.org' });
  });

  it('an address that is longer in bytes than in letters', () => {
    expectToArrive({ name: `${'Nn '.repeat(17)}Nn`, email: 'jörg@example.org' });
  });

  it.each(['nobody', '', 'jörg@example.org', 'a@b@c'])('address %j', (email) => expectToArrive({ email }));

  it.each([
    '1698937200 +0530',
    '1700000000 -1145',
    '1698796800 +0000',
    '1709164800 -0000',
    '4102300000 +1400',
    '86400 +0000',
  ])('date %s', (date) => {
    const { mail, byGit, am, wanted } = mailed(space, { date });
    expect(mail().toString('latin1')).toBe(byGit().toString('latin1'));
    expect(am(mail())).toBe(wanted().replace('-0000', '+0000'));
  });

  it.each([
    'Subject alone\n',
    'Subject alone, with ünicode\n',
    `${LONG_SUBJECT}\n\nText.\n`,
    `migration: ${'A long subject of plain words '.repeat(6)}ends\n\nText.\n`,
    `${'w'.repeat(61)} and so on\n`,
    `${'w'.repeat(62)} and so on\n`,
    'A = b? c_d =?utf-8?q?x?=\n\nText.\n',
    'Report: [x] re: y: é = ? _ (z) <a@x>, "q"\n\nText.\n',
    '[not closed\n\nText.\n',
    'migration: Add x\n\nTéxt with €.\n\nSigned-off-by: Daniel P. Berrangé <b@x>\n',
    'migration: Add x\n\nText.\n\n[qemu-downtime: ported\n  a: b, c]\n\nReviewed-by: A <a@x>\n(cherry picked from commit 1234)\n',
    'migration: Add x\n\n[note] first\n\nText.\n',
    'migration: Add x\n\n  indented\n\tby a tab\n',
    'migration: Add x\n\nText.\n\nFrom the start, and\n>From there: 10:00:00 2001\nFrom: a <b@x>\nDate: never\nSubject: y\n[PATCH] z\n',
    'migration: Add x\n\nThe diff - of a - is\na diff -u\ndiff of b\n index: c\nIndex:d\n----\n --- a\n---x\n--  ---\n',
    'migration: Add x\n\nFrom: nobody\n'.replace('From:', ' From:'),
    'migration: Add x\n\nText.\n-- >8 --\nMore.\n',
    'migration: Add x\n\n# no comment\n#neither\n',
    'migration: Add x\n\n>From 12 Mon Sep 17 00:00:00 2001\nText.\n',
    'migration: Add x\n\nMessage-Id: <a@x>\nContent-Type: text/html\n',
    'migration: Add x\n\na\fb\rc\x1bd\n',
  ])('message %j', (message) => expectToArrive({ message }));

  it('subjects of any words', () => {
    const word = fc.string({
      unit: fc.constantFrom(...'abcXYZ019.,;-_=?!"(){}<>@\\/~^`|\'é€😀'),
      minLength: 1,
      maxLength: 30,
    });
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 12 }), (words) => {
        expectToArrive({ message: `a${words.join(' ')}\n` });
      }),
      { numRuns: 25 },
    );
  });

  it('a message that git would tidy arrives tidied', () => {
    const { mail, am, wanted } = mailed(space, { message: '\n\nSubject \n\n\n\nText. \t\r\n \nMore.\n\n\n' });
    const [head = ''] = wanted().split('\n\n');
    expect(am(mail())).toBe(`${head}\n\nSubject\n\nText.\n\nMore.\n`);
  });

  it('refuses what would not arrive, as data', () => {
    const { mail } = mailed(space, { message: 'Subject\n\n---\n' });
    expect(mail).toThrow(Refusal);
    expect(mail).toThrow('[message-unfit-for-mail]');
  });

  it('takes the id of another object format, and zeros', () => {
    for (const id of ['0'.repeat(40), 'b'.repeat(64)]) {
      const { am, wanted, mail } = mailed(space);
      const other = mail()
        .toString('latin1')
        .replace(/^From \w+/, `From ${id}`);
      const file = { path: 'a.c', before: 'a\n', after: 'b\n' };
      const author = { name: 'Ann', email: 'a@x', date: '1 +0000' };
      const made = mailPatch({ id, author, message: 'a\n', files: [withIds(file)], signature: SIGNATURE });
      expect(made.toString()).toMatch(new RegExp(`^From ${id} Mon Sep 17 00:00:00 2001\n`));
      expect(am(Buffer.from(other, 'latin1'))).toBe(wanted());
    }
  });
});

describe('needsKeepCr', () => {
  const before = 'a();\r\nb();\r\nc();\r\n';
  it.each<[string, string, string, boolean]>([
    ['lines that end in CR LF', before, before.replace('b', 'd'), true],
    ['lines that end in LF', 'a\nb\n', 'a\nc\n', false],
    ['CR LF beside the change', `${'x\r\n'.repeat(3)}a\n`, `${'x\r\n'.repeat(3)}b\n`, true],
    ['CR LF far from it', `x\r\n${'y\n'.repeat(3)}a\n`, `x\r\n${'y\n'.repeat(3)}b\n`, false],
    ['CR as the last byte', 'a\nb\r', 'a\nc\r', true],
    ['CR inside a line', 'a\nb\rb\n', 'a\nc\rc\n', false],
    ['no change', before, before, false],
  ])('%s', (_, old, now, needed) => {
    const files = [{ path: 'a.c', before: old, after: now }];
    expect(needsKeepCr(files)).toBe(needed);
    if (old === now) return;
    const plain = mailed(space, { files });
    if (needed) expect(() => plain.am(plain.mail())).toThrow();
    else expect(plain.am(plain.mail())).toBe(plain.wanted());
    const kept = mailed(space, { files });
    expect(kept.am(kept.mail(), '--keep-cr')).toBe(kept.wanted());
  });
});
