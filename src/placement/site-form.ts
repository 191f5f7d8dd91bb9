import type { Placement } from '../catalogue/recipe.js';
import { declares, isLoop } from '../csource/locate.js';
import type { ParsedFunction } from '../csource/source-file.js';
import { listOf } from '../csource/statements.js';
import { childIn, contains, type SyntaxNode } from '../csource/syntax.js';
import type { Form } from './site.js';

/** How a call gets beside a statement, or why it cannot without a change of behaviour. */
export function formOf(
  fn: ParsedFunction,
  placement: Placement,
  statement: SyntaxNode,
  anchor: SyntaxNode,
): { form: Form } | { reason: string } {
  if (placement.under) {
    for (const name of placement.under.declares) {
      if (!declares(fn, name)) return { reason: `declares no ${name}` };
    }
  }
  const isCall = anchor.type === 'call_expression';
  if (isCall && placement.side === 'after') {
    const condition = childIn(statement, 'condition');
    if (condition && contains(condition, anchor)) {
      if (statement.type !== 'if_statement')
        return { reason: 'the call is the condition of a loop or switch' };
      if (!placement.hoistInto) return { reason: 'the call is a condition, and its result may not be moved' };
      if (!listOf(statement)) return { reason: 'the call is the condition of an else-if' };
      return runsFirst(fn, condition, anchor)
        ? { form: 'hoist' }
        : { reason: 'the call is not the first thing its condition evaluates' };
    }
    if (statement.type === 'return_statement') {
      // Two texts would have the same port, which a revert refuses only where upstream has that shape.
      if (!placement.hoistInto || !placement.upstreamShape || !listOf(statement))
        return { reason: 'the call is what is returned' };
      return statement.children[0] === anchor
        ? { form: 'return' }
        : { reason: 'the call is part of what is returned' };
    }
    if (isLoop(fn, statement)) return { reason: 'the call is in the head of a loop' };
    if (isSkippable(fn, statement, anchor)) return { reason: 'the call is only evaluated at times' };
  }
  if (!listOf(statement)) {
    return placement.side === 'after' && !placement.under
      ? { form: 'brace' }
      : { reason: 'the place is a body without braces' };
  }
  return { form: placement.under ? 'guarded' : 'between' };
}

/** True if evaluating the statement may leave the call out: behind `&&` or `||`, or in an arm of `?:`. */
function isSkippable(fn: ParsedFunction, statement: SyntaxNode, call: SyntaxNode): boolean {
  for (let at = call; at.parent && at !== statement; at = at.parent) {
    const { parent } = at;
    if (parent.type === 'conditional_expression' && childIn(parent, 'condition') !== at) return true;
    const right = parent.type === 'binary_expression' ? childIn(parent, 'right') : undefined;
    const left = right ? childIn(parent, 'left') : undefined;
    if (right === at && left && /&&|\|\|/.test(fn.file.code.slice(left.end, right.start))) return true;
  }
  return false;
}

/** True if evaluating the condition begins with this call, so that moving it out changes nothing. */
function runsFirst(fn: ParsedFunction, condition: SyntaxNode, call: SyntaxNode): boolean {
  let at: SyntaxNode = condition;
  while (at !== call) {
    if (at.type === 'binary_expression') {
      const left = childIn(at, 'left');
      const right = childIn(at, 'right');
      if (!left || !right) return false;
      if (contains(left, call)) at = left;
      else if (/^\(?\s*-?\d+\s*\)?$/.test(fn.file.slice(left))) at = right;
      else return false;
    } else if (at.type === 'parenthesized_expression' || at.type === 'unary_expression') {
      const inner = at.children.find((child) => contains(child, call));
      if (!inner) return false;
      at = inner;
    } else {
      return false;
    }
  }
  return true;
}
