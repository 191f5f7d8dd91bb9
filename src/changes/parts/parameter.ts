import type { Part } from '../../catalogue/change-recipe.js';
import { mentions } from '../../csource/locate.js';
import { folded } from '../own-statements.js';
import type { PartContext, PartState } from '../part-state.js';

/** In columns; checkpatch.pl warns of longer lines. */
const WIDTH = 80;

/** A function's last parameter. Upstream begins a line for it where the line would get too long. */
export function findParameter(
  { fn }: PartContext,
  { text, name }: Extract<Part, { kind: 'parameter' }>,
): PartState {
  const { file } = fn;
  const { lines } = file;
  const signature = file.code.slice(fn.start, fn.body);
  const close = fn.start + signature.lastIndexOf(')');
  const open = fn.start + signature.indexOf('(');
  const parameters = file.code.slice(open + 1, close).split(',');
  const index = parameters.findIndex((parameter) => folded(parameter) === folded(text));
  if (index >= 0) {
    const start = open + 1 + parameters.slice(0, index).join(',').length;
    const last = index > 0 && index === parameters.length - 1;
    return { kind: 'present', at: fn.start, ...(last ? { undo: [{ start, end: close, text: '' }] } : {}) };
  }
  if (new RegExp(`\\b${name}\\b`).test(signature) || mentions(fn, name) > 0)
    return { kind: 'wrong', at: fn.start, reason: `uses the name ${name} in another way` };
  const column = lines.endOf(close) - lines.startOf(close);
  const isLong = column + `, ${text}`.length > WIDTH;
  const aligned = `,${lines.lineEndingAt(close)}${' '.repeat(open + 1 - lines.startOf(open))}${text}`;
  const added = isLong ? aligned : `, ${text}`;
  return { kind: 'absent', at: fn.start, edits: [{ start: close, end: close, text: added }] };
}
