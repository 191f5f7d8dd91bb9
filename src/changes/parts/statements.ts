import type { Beside, BlankLines, Part } from '../../catalogue/change-recipe.js';
import { type Gap, gapAtEnd, gapBeside, type Transparent } from '../../csource/gap.js';
import { callsTo, conditionText } from '../../csource/locate.js';
import { endOfLineAfter, nested, requireOwnLine, startWithComments } from '../../csource/own-lines.js';
import type { ParsedFunction } from '../../csource/source-file.js';
import type { Edit } from '../../csource/splice.js';
import { type Entry, statementList, statementOf } from '../../csource/statements.js';
import { childIn, type SyntaxNode } from '../../csource/syntax.js';
import { fill } from '../../templates.js';
import { folded, ownStatements } from '../own-statements.js';
import type { PartContext, PartState } from '../part-state.js';
import { findScope } from '../scope.js';

type StatementsPart = Extract<Part, { kind: 'statements' }>;

/** Statements in the room between two neighbours. */
export function findStatements(context: PartContext, part: StatementsPart): PartState {
  const { recipe, fn, values } = context;
  const found = findScope(fn, part.scope);
  if ('reason' in found) return { kind: 'no-place', ...found };
  const isOwn = ownStatements(fn, recipe);
  const room = findRoom(fn, found.block, part.beside, isOwn);
  if ('reason' in room) return { kind: 'no-place', ...room };
  const { file } = fn;
  const conditional = file.conditionalAt(room.anchor.start);
  if (conditional)
    return {
      kind: 'no-place',
      at: conditional.start,
      reason: `has its place inside "${conditional.directive}"`,
    };
  const wanted = fill(part.template, values);
  const there = ownIn(room.gap, isOwn);
  const [first] = there;
  const last = there.at(-1);
  if (!first || !last) {
    const { at, edits } = insertion(room.gap, part, wanted);
    return { kind: 'absent', at, edits };
  }
  const text = there.map(({ node }) => file.slice(node)).join('\n');
  if (folded(text) !== folded(wanted.join('\n')))
    return { kind: 'wrong', at: first.start, reason: `has other statements for ${part.title}` };
  const undo = removal(room.gap, part, first, last);
  return { kind: 'present', at: listedAt(fn, recipe.events, there), ...(undo ? { undo } : {}) };
}

/** Where the event is called, or else where the statements begin. */
function listedAt(fn: ParsedFunction, events: readonly { name: string }[], there: readonly Entry[]): number {
  const calls = callsTo(
    fn,
    events.map(({ name }) => `trace_${name}`),
  );
  const call = calls.find(({ start }) => there.some((entry) => entry.start <= start && start < entry.end));
  return (call ?? there[0])?.start ?? fn.start;
}

type Room =
  | { readonly gap: Gap; readonly anchor: SyntaxNode }
  | { readonly reason: string; readonly at: number };

function findRoom(fn: ParsedFunction, block: SyntaxNode, beside: Beside, isOwn: Transparent): Room {
  if (beside.kind === 'end') {
    const gap = gapAtEnd(fn, block, isOwn);
    const last = gap.previous?.node;
    if (!last) return { reason: 'has an empty loop', at: block.start };
    if (leaves(last)) return { reason: 'leaves its loop at the end of each round', at: last.start };
    return beside.after === 'error-check' && !isErrorCheck(fn, last)
      ? { reason: 'does not end its loop with the check for an error', at: last.start }
      : { gap, anchor: last };
  }
  const names = beside.names.join(' or ');
  const [call, second] = callsTo(fn, beside.names, block);
  if (!call) return { reason: `does not call ${names} there`, at: block.start };
  if (second) return { reason: `calls ${names} more than once there`, at: second.start };
  const statement = statementOf(call);
  const gap = statement && gapBeside(fn, statement, beside.side, isOwn);
  if (!statement || !gap || gap.block !== block)
    return { reason: `calls ${names} only inside another statement`, at: call.start };
  if (gap.previous?.kind === 'label' && beside.side === 'before')
    return { reason: 'has its place after a label that other paths jump to', at: gap.previous.start };
  if (!beside.glue) return { gap, anchor: statement };
  const check = gap.next?.node;
  const behind = check && isErrorCheck(fn, check) ? gapBeside(fn, check, 'after', isOwn) : undefined;
  return check && behind
    ? { gap: behind, anchor: check }
    : { reason: `does not check for an error after ${names}`, at: call.start };
}

/** An `if` on the result without `else`, which leaves the function or the loop. */
function isErrorCheck(fn: ParsedFunction, statement: SyntaxNode): boolean {
  if (statement.type !== 'if_statement' || childIn(statement, 'alternative')) return false;
  if (!/^ret(?: < 0)?$/.test(conditionText(fn, statement))) return false;
  const body = childIn(statement, 'consequence');
  const last = body?.type === 'compound_statement' ? body.children.at(-1) : undefined;
  return last !== undefined && leaves(last);
}

function leaves({ type }: SyntaxNode): boolean {
  return /^(?:return|goto|break|continue)_statement$/.test(type);
}

/** Statements of ours that stand in a gap. */
function ownIn({ function: fn, block, previous, next }: Gap, isOwn: Transparent): Entry[] {
  const { entries } = statementList(fn.file, block);
  const from = previous?.end ?? block.start;
  const to = next?.start ?? block.end;
  return entries.filter(
    ({ node, kind, start, end }) => kind === 'statement' && from <= start && end <= to && isOwn(node),
  );
}

interface Position {
  /** A line begins there. */
  readonly at: number;
  readonly indent: string;
  readonly blankBefore: boolean;
  readonly blankBehind: boolean;
}

/** The place beside the neighbour that a part goes by. */
function positionIn({ function: fn, previous, next }: Gap, { beside }: StatementsPart): Position {
  const { file } = fn;
  const { lines } = file;
  if (beside.kind === 'call' && beside.side === 'before' && next) {
    const at = startWithComments(file, next.start, previous?.end ?? fn.body);
    const blankBefore = at > 0 && lines.isBlank(at - 1);
    return { at, indent: lines.indentOf(next.start), blankBefore, blankBehind: false };
  }
  const neighbour = previous ?? next;
  const from = neighbour?.start ?? fn.body;
  requireOwnLine(file, from);
  const at = lines.nextStart(endOfLineAfter(file, neighbour?.end ?? fn.body));
  // Where nothing follows in the block a blank line parts it from nothing.
  return {
    at,
    indent: lines.indentOf(from),
    blankBefore: false,
    blankBehind: next !== undefined && lines.isBlank(at),
  };
}

function insertion(gap: Gap, part: StatementsPart, wanted: readonly string[]): { at: number; edits: Edit[] } {
  const { at, indent, blankBefore, blankBehind } = positionIn(gap, part);
  const ending = gap.function.file.lines.lineEndingAt(at);
  const isParted = blankBefore || blankBehind;
  const [before, behind] = (isParted ? part.spacing.parted : undefined) ?? part.spacing.joined;
  const body = wanted.map((line) => `${indent}${nested(line, indent)}${ending}`).join('');
  const text = `${ending.repeat(before - count(blankBefore))}${body}${ending.repeat(behind - count(blankBehind))}`;
  return { at, edits: [{ start: at, end: at, text }] };
}

function count(is: boolean): 0 | 1 {
  return is ? 1 : 0;
}

/** Takes the statements out with the blank lines that came with them; undefined where ours would lie otherwise. */
function removal(gap: Gap, part: StatementsPart, first: Entry, last: Entry): Edit[] | undefined {
  const { lines } = gap.function.file;
  const start = lines.startOf(first.start);
  const end = lines.nextStart(endOfLineAfter(gap.function.file, last.end));
  const blanks: BlankLines = [
    count(start > 0 && lines.isBlank(start - 1)),
    count(gap.next !== undefined && lines.isBlank(end)),
  ];
  const { joined, parted } = part.spacing;
  const isLike = (form: BlankLines | undefined): boolean =>
    form !== undefined && form[0] === blanks[0] && form[1] === blanks[1];
  const isParted = isLike(parted);
  if (!isParted && !isLike(joined)) return undefined;
  const [before, behind] = blanks;
  // Of neighbours that were parted one blank line stays: that on the far side.
  const staysBefore = isParted && part.beside.kind === 'call' && part.beside.side === 'before';
  const staysBehind = isParted && !staysBefore;
  const from = before && !staysBefore ? lines.startOf(start - 1) : start;
  const to = behind && !staysBehind ? lines.nextStart(end) : end;
  return [{ start: from, end: to, text: '' }];
}
