import type { Person } from '../git/commit-text.js';
import { patchProblems } from '../problem/patch-problems.js';
import type { Problem } from '../problem/problem.js';
import { needsEncoding } from './mail-header.js';
import { tidyMessage } from './tidy-message.js';

/** A line that `git am` takes for something else, and what it makes of it. */
interface Trap {
  readonly is: (line: string) => boolean;
  readonly why: string;
}

const REWORD = 'reword the line, or indent it by a blank';

/** What `git mailsplit` and `git mailinfo` see in a body, wherever it stands. */
const IN_BODY: readonly Trap[] = [
  { is: (line) => /^---(?:$| \S)/.test(line), why: 'git am ends the message here' },
  { is: (line) => /^(?:diff -|Index: )/.test(line), why: 'git am takes this for the beginning of the diff' },
  { is: beginsMail, why: 'git am takes this for the beginning of another mail' },
];

/** What they see in the first line of a body. */
const FIRST_IN_BODY: readonly Trap[] = [
  {
    is: (line) => /^(?:From|Date|Subject):/i.test(line) || /^\[PATCH\]\s/.test(line),
    why: 'git am takes this for a header instead of the mail’s own',
  },
  {
    is: (line) => /^>From [0-9a-f]{40} Mon Sep 17 00:00:00 2001$/.test(line),
    why: 'git am drops this line',
  },
];

const SUBJECT: readonly Trap[] = [
  { is: (line) => /^(?:re:|[\s:])/i.test(line), why: 'git am drops how it begins' },
  { is: (line) => /^\[[^\]]*\]/.test(line), why: 'git am drops what is in brackets at the beginning' },
  { is: (line) => /\t|\s\s/.test(line), why: 'git am makes a run of blanks one blank' },
];

const AUTHOR: readonly (Trap & { readonly part: 'name' | 'email' })[] = [
  { part: 'name', is: (name) => Buffer.byteLength(name) > 60, why: 'the name has more than 60 bytes' },
  { part: 'name', is: (name) => /[@<>]/.test(name), why: 'the name looks like an address' },
  { part: 'name', is: (name) => /^\(.*\)$/.test(name), why: 'git am drops the brackets around the name' },
  { part: 'name', is: (name) => /\t|\s\s/.test(name), why: 'git am makes a run of blanks one blank' },
  {
    part: 'name',
    is: (name) => name === '' || /^[\s.,:;"\\']|[\s.,:;"\\']$/.test(name),
    why: 'git makes no such name: it is empty, or has a blank or a mark at its beginning or end',
  },
  {
    part: 'name',
    is: (name) => needsEncoding(name) && name.includes('"'),
    why: 'git am drops the quotes of a name that has letters beyond ASCII as well',
  },
  { part: 'email', is: (email) => /[\s"]/.test(email), why: 'the address has a blank or a quote in it' },
];

/**
 * What keeps `git am` from making the same commit of a mail; undefined if nothing does. Blanks at the ends of lines
 * and doubled blank lines are tidied away, as `git commit` does, and no problem.
 */
export function mailProblem(mail: {
  readonly message: string;
  readonly author: Person;
}): Problem | undefined {
  return messageProblem(mail.message) ?? authorProblem(mail.author);
}

function messageProblem(message: string): Problem | undefined {
  const [subject = '', second = '', ...rest] = tidyMessage(message).trimEnd().split('\n');
  const unfit = (line: number, text: string, why: string, next: string) =>
    patchProblems.messageUnfit(line, text, why, next);
  const inSubject = SUBJECT.find(({ is }) => is(subject));
  if (inSubject || subject === '')
    return unfit(1, subject, inSubject?.why ?? 'there is no subject', 'reword the subject');
  if (second !== '')
    return unfit(2, second, 'git am joins it to the subject', 'leave a blank line after the first line');
  const [first = ''] = rest;
  const atFirst = FIRST_IN_BODY.find(({ is }) => is(first));
  if (atFirst) return unfit(3, first, atFirst.why, REWORD);
  for (const [index, line] of rest.entries()) {
    const trap = IN_BODY.find(({ is }) => is(line));
    if (trap) return unfit(index + 3, line, trap.why, REWORD);
  }
  return undefined;
}

function authorProblem(author: Person): Problem | undefined {
  const trap = AUTHOR.find(({ part, is }) => is(author[part]));
  return trap && patchProblems.authorUnfit(`${author.name} <${author.email}>`, trap.why);
}

/** Git's own test: `From `, then anything, then a time of day and a year after 1990. */
function beginsMail(line: string): boolean {
  const colon = line.lastIndexOf(':', line.length - 2);
  if (!line.startsWith('From ') || line.length < 19 || colon < 5) return false;
  const hour = /\d.\d\d$/.test(line.slice(0, colon));
  const year = /^:\d\d\s*([+-]?\d+)/.exec(line.slice(colon))?.[1];
  return hour && Number(year) > 90;
}
