import type { Gap } from '../csource/gap.js';
import type { SourceFile } from '../csource/source-file.js';
import type { Edit } from '../csource/splice.js';
import { statementList } from '../csource/statements.js';

/** Thrown where statements share a line, so that nothing can be put between them as a line. */
export class CrowdedLine extends Error {
  constructor(readonly offset: number) {
    super('statements share a line');
  }
}

/**
 * Puts lines into a gap, keeping its rhythm: where a blank line parts the neighbours, the new lines become a
 * paragraph of their own; where none does, they get none. At the end of a function's body a blank line comes
 * before them. So the text alone tells later what was there before.
 */
export function intoGap(gap: Gap, side: 'before' | 'after', lines: readonly string[]): Edit {
  return side === 'before' && gap.next ? beforeNext(gap, gap.next.start, lines) : afterPrevious(gap, lines);
}

/** Templates indent by four spaces. Where the function's own level is a tab, the next one is a second. */
function nested(line: string, indent: string): string {
  return indent === '\t' ? line.replace(/^ {4}/, '\t') : line;
}

function afterPrevious(gap: Gap, lines: readonly string[]): Edit {
  const { file, bodyNode } = gap.function;
  const from = gap.previous?.end ?? statementList(file, gap.block).start;
  const at = endOfLineAfter(file, from);
  const ending = file.lines.lineEndingAt(at);
  const indent = indentation(gap);
  const text = lines
    .map((line) => (line === '' ? ending : `${ending}${indent}${nested(line, indent)}`))
    .join('');
  const nextLine = file.lines.nextStart(at);
  const paragraph = gap.previous !== undefined && file.lines.isBlank(nextLine);
  const endsFunction = gap.previous !== undefined && gap.next === undefined && gap.block === bodyNode;
  return { start: at, end: at, text: paragraph || endsFunction ? `${ending}${text}` : text };
}

function beforeNext(gap: Gap, next: number, lines: readonly string[]): Edit {
  const { file } = gap.function;
  const floor = gap.previous?.end ?? statementList(file, gap.block).start;
  const at = startWithComments(file, next, floor);
  const ending = file.lines.lineEndingAt(at);
  const indent = file.lines.indentOf(next);
  const text = lines
    .map((line) => (line === '' ? ending : `${indent}${nested(line, indent)}${ending}`))
    .join('');
  const paragraph = at > 0 && file.lines.isBlank(at - 1);
  return { start: at, end: at, text: paragraph ? `${text}${ending}` : text };
}

/** The indentation of the statements around a gap. A label stands further left than they do. */
function indentation(gap: Gap): string {
  const { file } = gap.function;
  const sample = gap.previous?.kind === 'statement' ? gap.previous : (gap.next ?? gap.previous);
  if (!sample) throw new CrowdedLine(gap.block.start);
  requireOwnLine(file, sample.start);
  return file.lines.indentOf(sample.start);
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
function startWithComments(file: SourceFile, statement: number, floor: number): number {
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
