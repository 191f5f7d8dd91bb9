import type { Person } from '../git/commit-text.js';
import { Refusal } from '../problem/problem.js';
import { diffstat } from './diffstat.js';
import { gitDiff } from './git-diff.js';
import { dateHeader, fromHeader, needsEightBit, subjectHeader } from './mail-header.js';
import { mailProblem } from './mail-problem.js';
import type { GitChange, TextChange } from './text-change.js';
import { messageParts } from './tidy-message.js';
import { unifiedDiff } from './unified-diff.js';

/** A commit as a mail carries it. */
export interface MailedCommit {
  /** The commit's id, or as many zeros where there is none. */
  readonly id: string;
  readonly author: Person;
  readonly message: string;
  readonly files: readonly GitChange[];
  /** Which of how many mails it is; alone without it. */
  readonly position?: { readonly at: number; readonly of: number };
  /** The program and its version, below the diff. */
  readonly signature: string;
}

const EIGHT_BIT = [
  'MIME-Version: 1.0',
  'Content-Type: text/plain; charset=UTF-8',
  'Content-Transfer-Encoding: 8bit',
]
  .map((header) => `${header}\n`)
  .join('');

/**
 * One mail in an mbox, as `git format-patch --stdout --full-index` writes it, of which `git am` makes the same author,
 * date, message and tree. The bytes of the files stand in it as they are.
 * @throws Refusal if a mail cannot carry the message or the author
 */
export function mailPatch(commit: MailedCommit): Buffer {
  const problem = mailProblem(commit);
  if (problem) throw new Refusal([problem]);
  const { subject, body } = messageParts(commit.message);
  const head = [
    // The date is the same in every mail that git writes: by it others know where the mail comes from.
    `From ${commit.id} Mon Sep 17 00:00:00 2001\n`,
    fromHeader(commit.author),
    dateHeader(commit.author.date),
    subjectHeader(subject, commit.position),
    needsEightBit(commit.message) ? EIGHT_BIT : '',
    `\n${body === '' ? '' : `${body}\n`}---\n`,
  ];
  return Buffer.concat([
    Buffer.from(head.join('')),
    Buffer.from(`${diffstat(commit.files)}\n${gitDiff(commit.files)}`, 'latin1'),
    Buffer.from(`-- \n${commit.signature}\n\n`),
  ]);
}

/** Whether the diff has lines that end in CR LF: without --keep-cr `git am` drops the CR, and nothing applies. */
export function needsKeepCr(files: readonly TextChange[]): boolean {
  return unifiedDiff(files).includes('\r\n');
}
