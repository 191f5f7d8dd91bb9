import type { Anchor } from '../catalogue/recipe.js';
import { gapAfterDeclarations, gapAtEnd, type Transparent } from '../csource/gap.js';
import { assignedText, assignmentsTo, callsTo, loopsCallingMember, returnsOf } from '../csource/locate.js';
import type { ParsedFunction } from '../csource/source-file.js';
import { listOf, statementOf } from '../csource/statements.js';
import { childIn, contains, ofType, type SyntaxNode } from '../csource/syntax.js';

/** An anchor with its statement, or why there is none. */
export type Located =
  | { readonly anchor: SyntaxNode; readonly statement: SyntaxNode }
  | {
      readonly reason: string;
      readonly at: number;
      /** There is none, so that the function need not be of the placement's generation. */
      readonly lacks?: 'anchor';
      /** All of them, where there are too many. */
      readonly anchors?: readonly SyntaxNode[];
    };

/** Looks for an anchor in a function, the asserted number of times. */
export function locate(
  fn: ParsedFunction,
  anchor: Anchor,
  topLevel: boolean,
  transparent: Transparent,
): Located {
  if (anchor.kind === 'declarations' || anchor.kind === 'end') {
    const gap =
      anchor.kind === 'end'
        ? gapAtEnd(fn, fn.bodyNode, transparent)
        : gapAfterDeclarations(fn, fn.bodyNode, transparent);
    const beside = (anchor.kind === 'end' ? gap.previous : gap.next) ?? gap.previous ?? gap.next;
    if (!beside) return { reason: 'has an empty body', at: fn.body };
    if (anchor.kind === 'end' && beside.node.type === 'return_statement') {
      return { reason: 'ends with a return', at: beside.start };
    }
    return { anchor: fn.bodyNode, statement: beside.node };
  }
  if (anchor.kind === 'call-in-each-arm') return locateInArms(fn, anchor.names);

  const { nodes, what } = candidates(fn, anchor);
  const atTop = topLevel ? nodes.filter((node) => isTopLevel(fn, node)) : nodes;
  const pick = anchor.kind === 'call' ? anchor.pick : 'only';
  const chosen = pick === 'last' ? atTop.at(-1) : atTop[0];
  if (!chosen) {
    const nested = nodes[0];
    return nested
      ? { reason: `has its ${what} only inside another statement`, at: nested.start }
      : { reason: `has no ${what}`, at: fn.start, lacks: 'anchor' };
  }
  if (pick === 'only' && atTop.length !== 1) {
    return {
      reason: `has ${atTop.length} places with ${articleOf(what)} ${what}, expected one`,
      at: atTop[1]?.start ?? chosen.start,
      anchors: atTop,
    };
  }
  const statement = statementOf(chosen);
  return statement
    ? { anchor: chosen, statement }
    : { reason: `has its ${what} outside any statement`, at: chosen.start };
}

function articleOf(what: string): 'a' | 'an' {
  return /^[aeiou]/.test(what) ? 'an' : 'a';
}

function candidates(
  fn: ParsedFunction,
  anchor: Exclude<Anchor, { kind: 'declarations' | 'end' | 'call-in-each-arm' }>,
): { nodes: SyntaxNode[]; what: string } {
  switch (anchor.kind) {
    case 'call':
      return { nodes: callsTo(fn, anchor.names), what: `call to ${anchor.names.join(' or ')}` };
    case 'store': {
      const { kind, name } = anchor.into;
      const stores = assignmentsTo(fn, anchor.into).filter(
        (store) => !(anchor.exceptZero && assignedText(fn, store) === '0'),
      );
      const target = kind === 'field' ? `…->${name}` : kind === 'pointer' ? `*${name}` : name;
      return { nodes: stores, what: `assignment to ${target}` };
    }
    case 'loop':
      return {
        nodes: loopsCallingMember(fn, anchor.callingMember),
        what: `loop that calls ->${anchor.callingMember.join(' or ->')}`,
      };
    case 'return':
      return { nodes: returnsOf(fn, anchor.text), what: `return ${anchor.text}` };
  }
}

/** True where the node's own statement is an entry of the function's body. */
function isTopLevel(fn: ParsedFunction, node: SyntaxNode): boolean {
  const statement = statementOf(node);
  return statement !== undefined && listOf(statement) === fn.bodyNode;
}

function locateInArms(fn: ParsedFunction, names: readonly string[]): Located {
  const calls = callsTo(fn, names);
  const [first, second] = calls;
  if (calls.length !== 2 || !first || !second) {
    return {
      reason: `has ${calls.length} calls to ${names.join(' or ')}, expected one in each arm`,
      at: fn.start,
    };
  }
  for (const branch of ofType(fn.bodyNode, 'if_statement')) {
    const yes = childIn(branch, 'consequence');
    const no = childIn(branch, 'alternative');
    if (yes && no && contains(yes, first) && contains(no, second))
      return { anchor: second, statement: branch };
  }
  return { reason: `calls ${names.join(' and ')}, but not in the two arms of one if`, at: second.start };
}
