import type { SourceFile } from './source-file.js';

/** Thrown where statements share a line, so that nothing can be put between them as a line. */
export class CrowdedLine extends Error {
  constructor(readonly offset: number) {
    super('statements share a line');
  }
}

/** Templates indent by four spaces. Where the function's own level is a tab, the next one is a second. */
export function nested(line: string, indent: string): string {
  return indent === '\t' ? line.replace(/^ {4}/, '\t') : line;
}

/** The end of the line on which a statement ends; comments behind it belong to it. */
export function endOfLineAfter(file: SourceFile, offset: number): number {
  let at = offset;
  for (;;) {
    const lineEnd = file.lines.endOf(at);
    const rest = file.text.slice(at, lineEnd);
    const skipped = at + (rest.length - rest.trimStart().length);
    if (skipped >= lineEnd) return lineEnd;
    const comment = file.comments.find((range) => range.start === skipped);
    if (!comment) throw new CrowdedLine(skipped);
    at = comment.end;
  }
}

/** The first line of the comments that stand directly above a statement, or of the statement itself. */
export function startWithComments(file: SourceFile, statement: number, floor: number): number {
  requireOwnLine(file, statement);
  let at = file.lines.startOf(statement);
  for (;;) {
    const comment = file.comments.filter((range) => range.end <= at && range.start >= floor).at(-1);
    if (!comment) return at;
    const between = file.text.slice(comment.end, at);
    if (between.trim() !== '' || between.split('\n').length !== 2) return at;
    const start = file.lines.startOf(comment.start);
    if (file.text.slice(start, comment.start).trim() !== '' || start < floor) return at;
    at = start;
  }
}

/** A statement must begin its line for its indentation to mean anything. */
export function requireOwnLine(file: SourceFile, offset: number): void {
  if (file.text.slice(file.lines.startOf(offset), offset).trim() !== '') throw new CrowdedLine(offset);
}
