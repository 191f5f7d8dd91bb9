/** Git shows messages indented by four; checkpatch asks for lines of at most 75. */
const WIDTH = 72;

/**
 * Breaks a line at spaces.
 * @param indent what the lines behind the first begin with
 */
export function wrap(text: string, indent: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= WIDTH)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(last === undefined ? word : `${indent}${word}`);
  }
  return lines;
}
