import type { Edit } from '../csource/splice.js';
import type { ExistingCall } from '../placement/existing-calls.js';
import { endOfLineAfter, requireOwnLine } from './line-edits.js';

/**
 * The edit that takes a call out of its gap again: the inverse of `intoGap`. A paragraph goes with one of its
 * blank lines; a last statement goes with the blank line before it.
 */
export function removalEdit(existing: ExistingCall): Edit {
  const { file, bodyNode } = existing.function;
  const { start, end } = existing.statement;
  requireOwnLine(file, start);
  const lineStart = file.lines.startOf(start);
  const lineEnd = endOfLineAfter(file, end);
  const next = file.lines.nextStart(lineEnd);
  const blankAbove = lineStart > 0 && file.lines.isBlank(lineStart - 1);
  const blankBelow = file.lines.isBlank(next);
  if (blankAbove && blankBelow) return { start: lineStart, end: file.lines.nextStart(next), text: '' };
  const gap = existing.gap;
  if (blankAbove && gap?.next === undefined && gap?.block === bodyNode) {
    return { start: file.lines.startOf(lineStart - 1), end: next, text: '' };
  }
  return { start: lineStart, end: next, text: '' };
}
