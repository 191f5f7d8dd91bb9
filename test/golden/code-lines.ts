/**
 * A second, much simpler reading of C than the engine's, so that the engine does not judge itself. It counts on
 * QEMU's style: a function's braces stand alone at the beginning of their lines.
 */

/** A line that holds code; blank lines and comment lines are none. */
export interface CodeLine {
  /** 1-based. */
  readonly line: number;
  /** Without comments, runs of blanks folded into one. */
  readonly text: string;
}

const LITERAL_OR_COMMENT = /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g;

/** The text with its comments gone but for their line ends. */
export function withoutComments(text: string): string {
  return text.replace(LITERAL_OR_COMMENT, (match) =>
    match.startsWith('/') ? match.replace(/[^\n]+/g, ' ') : match,
  );
}

/** The code lines of each function's body, by the function's name. */
export function functionBodies(text: string): Map<string, CodeLine[]> {
  const lines = withoutComments(text).split('\n');
  const bodies = new Map<string, CodeLine[]>();
  for (let index = 0; index < lines.length; index++) {
    if (lines[index]?.trimEnd() !== '{') continue;
    const name = nameAbove(lines, index);
    const body: CodeLine[] = [];
    for (index++; index < lines.length && !lines[index]?.startsWith('}'); index++) {
      const folded = (lines[index] ?? '').trim().replace(/\s+/g, ' ');
      if (folded !== '') body.push({ line: index + 1, text: folded });
    }
    if (name !== undefined && !bodies.has(name)) bodies.set(name, body);
  }
  return bodies;
}

function nameAbove(lines: readonly string[], brace: number): string | undefined {
  let start = brace;
  while (start > 0 && !/^\s*$|[;}]\s*$|^#/.test(lines[start - 1] ?? '')) start--;
  return /(\w+)\s*\(/.exec(lines.slice(start, brace).join(' '))?.[1];
}
