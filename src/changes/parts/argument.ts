import type { Part } from '../../catalogue/change-recipe.js';
import { argumentsOf, callsTo, declares } from '../../csource/locate.js';
import { isParsed } from '../../csource/source-file.js';
import type { PartContext, PartState } from '../part-state.js';

/** The argument for a new parameter. Who else uses the function would no longer compile. */
export function findArgument(
  { fn }: PartContext,
  { text, callers }: Extract<Part, { kind: 'argument' }>,
): PartState {
  const { file, name } = fn;
  const uses = [...file.lexical.matchAll(new RegExp(`\\b${name}\\b`, 'g'))]
    .map(({ index }) => index)
    .filter((at) => at < fn.start || at > fn.body);
  const stranger = uses.find((at) => !callers.includes(file.functionAt(at)?.name ?? ''));
  if (stranger !== undefined) {
    const user = file.functionAt(stranger)?.name;
    const reason = `is used by ${user ?? 'something outside all functions'} as well, where its new parameter has no value`;
    return { kind: 'wrong', at: stranger, reason };
  }
  const [use, second] = uses;
  const span = use === undefined ? undefined : file.functionAt(use);
  if (use === undefined || !span)
    return { kind: 'no-place', at: fn.start, reason: `is called by no ${callers.join(' or ')}` };
  if (second !== undefined)
    return { kind: 'wrong', at: second, reason: `is called more than once by ${span.name}` };
  const caller = file.parse(span);
  const call = isParsed(caller) ? callsTo(caller, [name]).find(({ start }) => start === use) : undefined;
  if (!isParsed(caller) || !call)
    return { kind: 'wrong', at: use, reason: `is used by ${span.name} without a call` };
  const given = argumentsOf(call);
  const own = given.findIndex((argument) => file.slice(argument) === text);
  const last = given.at(-1);
  if (!last || !declares(caller, text))
    return { kind: 'no-place', at: use, reason: `is called by ${span.name}, which has no ${text}` };
  const before = given[own - 1];
  if (own >= 0) {
    const isLast = before !== undefined && own === given.length - 1;
    return {
      kind: 'present',
      at: use,
      ...(isLast ? { undo: [{ start: before.end, end: last.end, text: '' }] } : {}),
    };
  }
  return { kind: 'absent', at: use, edits: [{ start: last.end, end: last.end, text: `, ${text}` }] };
}
