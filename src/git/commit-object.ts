import { nulInMessage } from '../problem/git-problems.js';
import type { ObjectFormat } from '../tree/blob-id.js';
import type { CommitText, Person } from './commit-text.js';
import { type NewObject, newObject } from './new-object.js';

/** `Name <email> 1698937200 +0100`; the inverse of `parsePerson`. Names come from git, which has stripped them. */
function personText({ name, email, date }: Person): string {
  const fits = name !== '' && !/[<>\n\0]/.test(name + email) && /^\d+ [+-]\d{4}$/.test(date);
  if (!fits) throw new Error(`git would not store ${JSON.stringify({ name, email, date })}`);
  return `${name} <${email}> ${date}`;
}

/**
 * Makes a commit object, the same byte for byte as `git commit-tree -F` makes of a UTF-8 message; never signed. Only a
 * last line without an end gets one.
 * @param parents full ids, each once
 * @throws Refusal `nul-in-message`; Error for a person with no name, with `<`, `>` or a line end in it, or
 *   without a date in git's own form
 */
export function commitObject(
  { tree, parents, author, committer, message }: CommitText,
  format: ObjectFormat,
): NewObject {
  if (message.includes('\0')) throw nulInMessage();
  const headers = [
    `tree ${tree}`,
    ...parents.map((parent) => `parent ${parent}`),
    `author ${personText(author)}`,
    `committer ${personText(committer)}`,
  ];
  const lineEnd = message === '' || message.endsWith('\n') ? '' : '\n';
  return newObject('commit', Buffer.from(`${headers.join('\n')}\n\n${message}${lineEnd}`), format);
}
