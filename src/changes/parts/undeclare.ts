import type { Part } from '../../catalogue/change-recipe.js';
import { mentions } from '../../csource/locate.js';
import { endOfLineAfter, requireOwnLine } from '../../csource/own-lines.js';
import { childIn, ofType } from '../../csource/syntax.js';
import { declaredNames } from '../own-statements.js';
import type { PartContext, PartState } from '../part-state.js';

/** What a variable may begin with that can go without a trace. */
const HARMLESS = /^(?:\w+|qemu_clock_get_ms\(\w+\))$/;

/** A declaration of one variable, which the other parts leave without a use. */
export function findUndeclared(
  { fn }: PartContext,
  { name, uses }: Extract<Part, { kind: 'undeclare' }>,
): PartState {
  const { file } = fn;
  const found = mentions(fn, name);
  if (found === 0) return { kind: 'present', at: fn.start };
  const declaration = ofType(fn.bodyNode, 'declaration').find((one) => declaredNames(fn, one).includes(name));
  if (!declaration) return { kind: 'no-place', at: fn.start, reason: `declares no ${name}` };
  const initial = ofType(declaration, 'init_declarator').map((one) => childIn(one, 'value'));
  const isHarmless = initial.every((value) => !value || HARMLESS.test(file.slice(value).trim()));
  if (found !== uses || declaredNames(fn, declaration).length !== 1 || !isHarmless)
    return { kind: 'wrong', at: declaration.start, reason: `uses ${name} for something else as well` };
  requireOwnLine(file, declaration.start);
  const start = file.lines.startOf(declaration.start);
  const end = file.lines.nextStart(endOfLineAfter(file, declaration.end));
  return { kind: 'absent', at: declaration.start, edits: [{ start, end, text: '' }] };
}
