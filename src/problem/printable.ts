/**
 * What text from a tree or a file name could do harm with: control characters move a terminal's cursor or set its title,
 * marks for the direction of writing let a line read as another, halves of surrogate pairs are no text at all.
 */
const UNPRINTABLE = /[\p{Cc}\p{Surrogate}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;

/** Text from a tree or a file name, fit for a terminal. Line feeds and tabs stay. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (character) =>
    character === '\n' || character === '\t' ? character : escaped(character.charCodeAt(0)),
  );
}

/** The same within one line. */
export function printableLine(text: string): string {
  return printable(text.replaceAll('\n', '\\n'));
}

/** The words of another program in one line, however many it wrote. */
export function saidInOneLine(words: string): string {
  return words
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('; ');
}

function escaped(code: number): string {
  const digits = code.toString(16);
  return code < 0x100 ? `\\x${digits.padStart(2, '0')}` : `\\u${digits.padStart(4, '0')}`;
}
