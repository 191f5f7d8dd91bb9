import { endOfLineAfter, requireOwnLine } from '../csource/own-lines.js';
import type { Edit } from '../csource/splice.js';
import type { ExistingCall } from '../placement/existing-calls.js';

/**
 * The edit that takes a call out of its gap again: the inverse of `intoGap`. The blank line that goes with the call
 * is the one that came with it: above the call where it was put behind a statement, below it where it was put
 * before one.
 * @param side the side that was given to `intoGap`
 */
export function removalEdit(existing: ExistingCall, side: 'before' | 'after'): Edit {
  const { function: fn, gap, statement } = existing;
  const { lines } = fn.file;
  requireOwnLine(fn.file, statement.start);
  const start = lines.startOf(statement.start);
  const next = lines.nextStart(endOfLineAfter(fn.file, statement.end));
  const call: Edit = { start, end: next, text: '' };
  if (start === 0 || !lines.isBlank(start - 1)) return call;
  const paragraph = lines.isBlank(next);
  if (side === 'before' && gap?.next) return paragraph ? { ...call, end: lines.nextStart(next) } : call;
  const endsFunction = gap?.next === undefined && gap?.block === fn.bodyNode;
  const withBlank = gap?.previous !== undefined && (paragraph || endsFunction);
  return withBlank ? { ...call, start: lines.startOf(start - 1) } : call;
}
