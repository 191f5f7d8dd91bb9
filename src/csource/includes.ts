import type { SourceFile } from './source-file.js';

const INCLUDE = /^[ \t]*#[ \t]*include[ \t]*["<]([^">\n]+)[">]/gm;

/** A line that includes a header. */
export interface IncludeLine {
  readonly header: string;
  readonly start: number;
  /** With the lines that a comment behind it goes on to. */
  readonly end: number;
}

/** The includes that every build sees, before the first function, in order. */
export function includes(file: SourceFile): IncludeLine[] {
  const firstFunction = file.functions[0]?.start ?? file.text.length;
  const found: IncludeLine[] = [];
  for (const match of file.text.slice(0, firstFunction).matchAll(INCLUDE)) {
    const start = match.index;
    const hash = file.text.indexOf('#', start);
    const isCode = file.lexical.charAt(hash) === '#';
    if (isCode && !file.conditionalAt(hash)) {
      found.push({ header: match[1] ?? '', start, end: endOfLine(file, start) });
    }
  }
  return found;
}

function endOfLine(file: SourceFile, start: number): number {
  const end = file.lines.endOf(start);
  const open = file.comments.find((comment) => comment.start < end && end < comment.end);
  return open ? endOfLine(file, open.end) : end;
}
