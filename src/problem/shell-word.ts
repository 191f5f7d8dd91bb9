/** A path as a word of a shell line, for commands to copy; in quotes only where it needs them. */
export function shellWord(path: string): string {
  return /^[\w./@+:][\w./@+:~-]*$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
