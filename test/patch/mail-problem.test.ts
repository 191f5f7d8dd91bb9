import { describe, expect, it } from 'vitest';
import { mailProblem } from '../../src/patch/mail-problem.js';
import { scratchSpace } from '../support/scratch-space.js';
import { type Mailed, mailed } from './mailed.js';

const space = scratchSpace();
const ID = '0123456789'.repeat(4);
const problemOf = ({ message = 'a\n', name = 'Ann', email = 'a@x' }: Mailed) =>
  mailProblem({ message, author: { name, email, date: '1698937200 +0000' } });

/** What git's own mail of that commit becomes: never the commit. */
function expectGitToFail(what: Mailed): void {
  const { byGit, am, wanted } = mailed(space, what);
  let made: string | undefined;
  try {
    made = am(byGit());
  } catch {}
  expect(made).not.toBe(wanted());
}

describe('mailProblem: only what git itself loses', () => {
  it.each<[string, number]>([
    ['---', 4],
    ['--- a/file', 4],
    ['diff -u a b', 4],
    ['diff --git a/b b/b', 4],
    ['Index: a.c', 4],
    [`From ${ID} Mon Sep 17 00:00:00 2001`, 4],
    ['From me Fri Nov  3 12:30:00 2023', 4],
    ['From x at 1:1:00:00 91 or so', 4],
  ])('a line %j in the body', (line, at) => {
    const message = `Subject\n\nText.\n${line}\nMore.\n`;
    expect(problemOf({ message })).toMatchObject({
      code: 'message-unfit-for-mail',
      found: expect.stringContaining(`line ${at} of the message, ${JSON.stringify(line)}: git am `),
      next: 'reword the line, or indent it by a blank',
    });
    expectGitToFail({ message });
    // What it advises helps.
    const { mail, am, wanted } = mailed(space, { message: message.replace(line, ` ${line}`) });
    expect(am(mail())).toBe(wanted());
  });

  it.each([
    'From: B <b@x>',
    'from: B <b@x>',
    'Date: yesterday',
    'Subject: other',
    'SUBJECT:other',
    '[PATCH] other',
    `>From ${ID} Mon Sep 17 00:00:00 2001`,
  ])('a first line %j of the body', (line) => {
    const message = `Subject\n\n${line}\n\nMore.\n`;
    expect(problemOf({ message })).toMatchObject({
      code: 'message-unfit-for-mail',
      found: expect.stringContaining(`line 3 of the message, ${JSON.stringify(line)}`),
    });
    expectGitToFail({ message });
    const { mail, am, wanted } = mailed(space, { message: message.replace(line, ` ${line}`) });
    expect(am(mail())).toBe(wanted());
  });

  it.each(['[x] a', '[é] a', '[] a', 'Re: a', 'RE: a', 're:a', ': a', ' a', 'a  b', 'a\tb'])(
    'a subject %j',
    (subject) => {
      const message = `${subject}\n\nText.\n`;
      expect(problemOf({ message })).toMatchObject({
        code: 'message-unfit-for-mail',
        found: expect.stringContaining(`line 1 of the message, ${JSON.stringify(subject)}`),
      });
      expectGitToFail({ message });
    },
  );

  it('a subject of two lines', () => {
    const message = 'Subject\nof two lines\n\nText.\n';
    expect(problemOf({ message })).toMatchObject({
      found: 'line 2 of the message, "of two lines": git am joins it to the subject',
      next: 'leave a blank line after the first line',
    });
    expectGitToFail({ message });
  });

  it('no subject at all', () => {
    expect(problemOf({ message: '\n \n' })).toMatchObject({ code: 'message-unfit-for-mail' });
  });

  it.each<Mailed>([
    { name: 'n'.repeat(61) },
    { name: `${'é'.repeat(30)}x` },
    { name: 'me@home' },
    { name: 'a > b' },
    { name: '(in brackets)' },
    { name: 'Ann  Author' },
    { name: 'Ann Author Jr.' },
    { name: '"Ann" Author' },
    { name: "Ann Author'" },
    { name: 'Jörg "x" Müller' },
    { name: '' },
    { email: 'a b@x' },
    { email: 'a"@x' },
  ])('the author %j', (person) => {
    expect(problemOf(person)).toMatchObject({ code: 'author-unfit-for-mail' });
    expectGitToFail(person);
  });
});
