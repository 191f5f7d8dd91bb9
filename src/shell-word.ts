/** Text as one word of a POSIX shell line, whatever is in it but NUL; in quotes only where it needs them, for people to read. */
export function shellWord(text: string): string {
  return /^[\w./@+:][\w./@+:~-]*$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
