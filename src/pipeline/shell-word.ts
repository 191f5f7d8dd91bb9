/** Text as one word of a POSIX shell, whatever is in it but NUL. */
export function shellWord(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
