import type { Gap } from '../csource/gap.js';
import {
  CrowdedLine,
  endOfLineAfter,
  nested,
  requireOwnLine,
  startWithComments,
} from '../csource/own-lines.js';
import type { Edit } from '../csource/splice.js';
import { statementList } from '../csource/statements.js';

/**
 * Puts lines into a gap, keeping its rhythm: where a blank line parts the neighbours, the new lines become a
 * paragraph of their own; where none does, they get none. At the end of a function's body a blank line comes
 * before them. So the text alone tells later what was there before.
 */
export function intoGap(gap: Gap, side: 'before' | 'after', lines: readonly string[]): Edit {
  return side === 'before' && gap.next ? beforeNext(gap, gap.next.start, lines) : afterPrevious(gap, lines);
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
