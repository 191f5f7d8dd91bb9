/** A commit message in its parts. */
export interface MessageParts {
  /** The first line. */
  readonly subject: string;
  /** What follows the blank line, without a line end at the end; '' if there is nothing. */
  readonly body: string;
}

/** A message as `git commit` and `git am` tidy it: no space at the end of lines, no two blank lines in a row. */
export function tidyMessage(message: string): string {
  const lines = message.split('\n').map((line) => line.replace(/[ \t\r]+$/, ''));
  const text = lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/^\n+|\n+$/g, '');
  return text === '' ? '' : `${text}\n`;
}

/** The subject and the body of a tidied message. */
export function messageParts(message: string): MessageParts {
  const text = tidyMessage(message).trimEnd();
  const end = text.indexOf('\n');
  return end < 0
    ? { subject: text, body: '' }
    : { subject: text.slice(0, end), body: text.slice(end).replace(/^\n+/, '') };
}
