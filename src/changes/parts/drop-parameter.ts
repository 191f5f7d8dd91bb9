import type { Part } from '../../catalogue/change-recipe.js';
import { mentions } from '../../csource/locate.js';
import type { SourceFile } from '../../csource/source-file.js';
import type { Edit } from '../../csource/splice.js';
import { folded } from '../own-statements.js';
import type { PartContext, PartState } from '../part-state.js';

/** A last parameter that goes, with the argument of the only call. */
export function findDroppedParameter(
  { fn }: PartContext,
  { text, argument, comment }: Extract<Part, { kind: 'drop-parameter' }>,
): PartState {
  const { file, name } = fn;
  const close = file.code.lastIndexOf(')', fn.body);
  const comma = file.code.lastIndexOf(',', close);
  const last = file.code.slice(comma + 1, close);
  if (comma < fn.start || folded(last) !== folded(text))
    return file.code.slice(fn.start, close).includes(text)
      ? { kind: 'wrong', at: fn.start, reason: `has ${text} not as its last parameter` }
      : { kind: 'present', at: fn.start };
  const own = /\w+$/.exec(text)?.[0] ?? text;
  if (mentions(fn, own) !== 1)
    return { kind: 'wrong', at: fn.start, reason: `uses ${own} for something else as well` };
  const uses = [...file.code.matchAll(new RegExp(`\\b${name}\\b`, 'g'))]
    .map(({ index }) => index)
    .filter((at) => at < fn.start || at > fn.body);
  const [use, second] = uses;
  if (use === undefined || second !== undefined)
    return {
      kind: 'wrong',
      at: second ?? fn.start,
      reason: `is used at ${uses.length} places, expected one call`,
    };
  const end = file.code.indexOf(')', use);
  const before = file.code.lastIndexOf(',', end);
  if (before < use || folded(file.code.slice(before + 1, end)) !== folded(argument))
    return { kind: 'wrong', at: use, reason: `is called without ${argument}` };
  return {
    kind: 'absent',
    at: fn.start,
    edits: [
      ...commentEdits(file, fn.start, comment),
      { start: comma, end: close, text: '' },
      { start: before, end, text: '' },
    ],
  };
}

/** Takes the parameter's line out of the comment right above the function. */
function commentEdits(file: SourceFile, start: number, pattern: RegExp): Edit[] {
  const above = file.comments.findLast((range) => range.end <= start);
  if (!above || file.text.slice(above.end, start).trim() !== '') return [];
  const found = pattern.exec(file.text.slice(above.start, above.end));
  if (!found) return [];
  const at = above.start + found.index;
  return [{ start: at, end: at + found[0].length, text: '' }];
}
