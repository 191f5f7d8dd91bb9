/**
 * Text from a tree or a file name, fit for a terminal: control characters could move its cursor or set its title.
 * Line feeds and tabs stay.
 */
export function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, (character) =>
    character === '\n' || character === '\t'
      ? character
      : `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}
