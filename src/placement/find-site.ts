import type { Anchor, Placement, Recipe } from '../catalogue/recipe.js';
import { type Gap, gapAfterDeclarations, gapAtEnd, gapBeside, type Transparent } from '../csource/gap.js';
import {
  argumentsOf,
  assignedText,
  assignmentsTo,
  callsTo,
  conditionText,
  declares,
  isLoop,
  loopsCallingMember,
  mentions,
  returnsOf,
  stringArgument,
} from '../csource/locate.js';
import type { ParsedFunction } from '../csource/source-file.js';
import { entryIn, listOf, statementOf } from '../csource/statements.js';
import { childIn, contains, ofType, type SyntaxNode } from '../csource/syntax.js';
import { transparentCalls } from './existing-calls.js';
import type { Form, Site } from './site.js';

/** A site, or the reason why the placement does not hold in this function. */
export type Found = { readonly site: Omit<Site, 'paths'> } | { readonly reason: string; readonly at: number };

/** Looks for a placement in one function. */
export function findSite(fn: ParsedFunction, placement: Placement, recipe: Recipe): Found {
  const miss = (reason: string, at: number = fn.start): Found => ({ reason, at });

  for (const name of placement.requires ?? []) {
    if (callsTo(fn, [name]).length === 0) return miss(`does not call ${name}`);
  }
  const transparent = transparentCalls(fn, recipe);
  const renamed = findRename(fn, placement);
  if (renamed && 'reason' in renamed) return renamed;

  const located = locate(fn, placement.anchor, placement.topLevel ?? false, transparent);
  if ('reason' in located) return renamed ?? miss(located.reason, located.at);
  const { anchor } = located;

  let statement = located.statement;
  if (placement.climb.to === 'body') statement = entryIn(fn.bodyNode, statement) ?? statement;
  const inner = statement;
  if (placement.climb.to === 'guard')
    statement = guardAround(fn, statement, placement.climb.conditions) ?? statement;
  // Of a call in a condition, the error check is the branch itself.
  if (placement.glue && /^(?:expression_statement|declaration)$/.test(statement.type))
    statement = gluedTo(fn, statement, anchor, placement.glue, transparent);

  const conditional = fn.file.conditionalAt(statement.start) ?? fn.file.conditionalAt(anchor.start);
  if (conditional) return miss(`the place is inside "${conditional.directive}"`, conditional.start);

  if (renamed) return { site: { ...renamed.site, gap: gapOf(fn, placement, statement, transparent) } };

  const form = formOf(fn, placement, statement, anchor);
  if ('reason' in form) return miss(form.reason, statement.start);
  const gap =
    form.form === 'between' || form.form === 'guarded'
      ? gapOf(fn, placement, statement, transparent)
      : undefined;
  const entersGuard = placement.fixedInsideGuard === true && inner !== statement;
  const fixedGap = entersGuard ? gapBeside(fn, inner, 'after', transparent) : undefined;
  const fixedNeedsBraces = entersGuard && !listOf(inner);
  return {
    site: {
      placement,
      function: fn,
      form: form.form,
      anchor,
      statement,
      gap,
      fixedGap,
      fixedNeedsBraces,
      older: undefined,
    },
  };
}

function gapOf(
  fn: ParsedFunction,
  placement: Placement,
  statement: SyntaxNode,
  transparent: Transparent,
): Gap | undefined {
  if (placement.anchor.kind === 'declarations') return gapAfterDeclarations(fn, fn.bodyNode, transparent);
  if (placement.anchor.kind === 'end') return gapAtEnd(fn, fn.bodyNode, transparent);
  return gapBeside(fn, statement, placement.side, transparent);
}

type Located =
  | { readonly anchor: SyntaxNode; readonly statement: SyntaxNode }
  | { readonly reason: string; readonly at: number };

function locate(fn: ParsedFunction, anchor: Anchor, topLevel: boolean, transparent: Transparent): Located {
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
      : { reason: `has no ${what}`, at: fn.start };
  }
  if (pick === 'only' && atTop.length !== 1) {
    return {
      reason: `has ${atTop.length} places with a ${what}, expected one`,
      at: atTop[1]?.start ?? chosen.start,
    };
  }
  const statement = statementOf(chosen);
  return statement
    ? { anchor: chosen, statement }
    : { reason: `has its ${what} outside any statement`, at: chosen.start };
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

function guardAround(
  fn: ParsedFunction,
  statement: SyntaxNode,
  conditions: readonly RegExp[],
): SyntaxNode | undefined {
  const block = listOf(statement);
  const guard = block ? block.parent : statement.parent;
  if (guard?.type !== 'if_statement' || childIn(guard, 'alternative')) return undefined;
  const text = conditionText(fn, guard);
  return conditions.some((condition) => condition.test(text)) ? guard : undefined;
}

function gluedTo(
  fn: ParsedFunction,
  statement: SyntaxNode,
  anchor: SyntaxNode,
  glue: NonNullable<Placement['glue']>,
  transparent: Transparent,
): SyntaxNode {
  const next = gapBeside(fn, statement, 'after', transparent)?.next?.node;
  if (!next) return statement;
  if (glue === 'reset') {
    const assignment = next.type === 'expression_statement' ? next.children[0] : undefined;
    const resets = assignment?.type === 'assignment_expression' && assignedText(fn, assignment) === 'NULL';
    return resets ? next : statement;
  }
  if (next.type !== 'if_statement' || childIn(next, 'alternative')) return statement;
  const errors = argumentsOf(anchor)
    .map((argument) => fn.file.slice(argument))
    .filter((text) => /^&\w+$/.test(text))
    .map((text) => text.slice(1));
  const tested = conditionText(fn, next);
  return errors.some((name) => new RegExp(`\\b${name}\\b`).test(tested)) ? next : statement;
}

function formOf(
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

function findRename(
  fn: ParsedFunction,
  placement: Placement,
): { site: Omit<Site, 'paths'> } | { reason: string; at: number } | undefined {
  const { renames } = placement;
  if (!renames) return undefined;
  const olders = callsTo(fn, [renames.call]);
  const own = olders.filter((call) => stringArgument(fn, call, 0) === renames.argument);
  const [older, doubled] = own;
  if (doubled)
    return { reason: `has ${own.length} times ${renames.call}("${renames.argument}")`, at: doubled.start };
  if (older) {
    const statement = statementOf(older);
    if (!statement || statement.children[0] !== older || statement.type !== 'expression_statement') {
      return { reason: `uses ${renames.call} inside another statement`, at: older.start };
    }
    const conditional = fn.file.conditionalAt(older.start);
    if (conditional)
      return { reason: `has ${renames.call} inside "${conditional.directive}"`, at: older.start };
    return {
      site: {
        placement,
        function: fn,
        form: 'rename',
        anchor: older,
        statement,
        gap: undefined,
        fixedGap: undefined,
        fixedNeedsBraces: false,
        older,
      },
    };
  }
  return undefined;
}

/** True where something in the function tells its generation, so that a new call may be put there. */
export function hasEvidence(fn: ParsedFunction, placement: Placement, recipe: Recipe): boolean {
  const { evidence } = placement;
  if (!evidence) return true;
  return [...evidence, recipe.call.function].some((name) => mentions(fn, name) > 0);
}
