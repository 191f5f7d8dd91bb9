import type { Part } from '../../catalogue/change-recipe.js';
import { callsTo } from '../../csource/locate.js';
import { childIn } from '../../csource/syntax.js';
import type { PartContext, PartState } from '../part-state.js';

/** Another function in the place of the only call to one. */
export function findCallee({ fn }: PartContext, { from, to }: Extract<Part, { kind: 'callee' }>): PartState {
  const [old, second] = callsTo(fn, [from]);
  const [made] = callsTo(fn, [to]);
  if (!old) {
    return made
      ? { kind: 'present', at: made.start }
      : { kind: 'no-place', at: fn.start, reason: `does not call ${from}` };
  }
  if (second) return { kind: 'wrong', at: second.start, reason: `calls ${from} more than once` };
  if (made) return { kind: 'wrong', at: made.start, reason: `calls ${to} beside ${from}` };
  const callee = childIn(old, 'function') ?? old;
  return { kind: 'absent', at: old.start, edits: [{ start: callee.start, end: callee.end, text: to }] };
}
