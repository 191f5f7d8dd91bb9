import type { ParsedFunction } from './source-file.js';
import { childIn, contains, descendants, ofType, type SyntaxNode } from './syntax.js';

/** The name that a call goes to, where it is a plain identifier. */
export function calledName(fn: ParsedFunction, call: SyntaxNode): string | undefined {
  const callee = childIn(call, 'function');
  return callee?.type === 'identifier' ? fn.file.slice(callee) : undefined;
}

const callsIn = new WeakMap<SyntaxNode, ReadonlyMap<string, readonly SyntaxNode[]>>();

/** All calls of a function by name; looked for once, since much is asked of the same few functions. */
function callsByName(fn: ParsedFunction): ReadonlyMap<string, readonly SyntaxNode[]> {
  const known = callsIn.get(fn.bodyNode);
  if (known) return known;
  const calls = new Map<string, SyntaxNode[]>();
  for (const call of ofType(fn.bodyNode, 'call_expression')) {
    const name = calledName(fn, call);
    if (name === undefined) continue;
    const same = calls.get(name);
    if (same) same.push(call);
    else calls.set(name, [call]);
  }
  callsIn.set(fn.bodyNode, calls);
  return calls;
}

/** The calls of a function to any of the names, in the order of the text. */
export function callsTo(fn: ParsedFunction, names: readonly string[], within = fn.bodyNode): SyntaxNode[] {
  const calls = callsByName(fn);
  const found = [...new Set(names)].flatMap((name) => calls.get(name) ?? []);
  const inside = within === fn.bodyNode ? found : found.filter((call) => contains(within, call));
  return names.length > 1 ? inside.sort((a, b) => a.start - b.start) : inside;
}

/** All names a function calls directly. */
export function calledNames(fn: ParsedFunction): Iterable<string> {
  return callsByName(fn).keys();
}

/** The calls through a member, as in `se->ops->save_live_complete(…)`. */
export function memberCallsTo(
  fn: ParsedFunction,
  members: readonly string[],
  within = fn.bodyNode,
): SyntaxNode[] {
  return ofType(within, 'call_expression').filter((call) => {
    const callee = childIn(call, 'function');
    const member = callee?.type === 'field_expression' ? childIn(callee, 'field') : undefined;
    return member !== undefined && members.includes(fn.file.slice(member));
  });
}

/** The arguments of a call. */
export function argumentsOf(call: SyntaxNode): readonly SyntaxNode[] {
  return childIn(call, 'arguments')?.children ?? [];
}

/** The contents of a string literal argument, or undefined where it is something else. */
export function stringArgument(fn: ParsedFunction, call: SyntaxNode, index: number): string | undefined {
  const argument = argumentsOf(call)[index];
  if (argument?.type !== 'string_literal') return undefined;
  const text = fn.file.slice(argument);
  // With an escape or a prefix it is another string than is written.
  return /^"[^"\\]*"$/.test(text) ? text.slice(1, -1) : undefined;
}

/** What an assignment stores into. */
export type Target =
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'pointer'; readonly name: string }
  | { readonly kind: 'variable'; readonly name: string };

/** The plain `=` assignments to a target, in the order of the text; declarations with initialisers are none. */
export function assignmentsTo(fn: ParsedFunction, target: Target, within = fn.bodyNode): SyntaxNode[] {
  const { file } = fn;
  return ofType(within, 'assignment_expression').filter((assignment) => {
    const left = childIn(assignment, 'left');
    const right = childIn(assignment, 'right');
    if (!left || !right) return false;
    if (file.code.slice(left.end, right.start).trim() !== '=') return false;
    return storesInto(fn, left, target);
  });
}

function storesInto(fn: ParsedFunction, left: SyntaxNode, target: Target): boolean {
  const { file } = fn;
  switch (target.kind) {
    case 'field': {
      const field = left.type === 'field_expression' ? childIn(left, 'field') : undefined;
      return field !== undefined && file.slice(field) === target.name;
    }
    case 'pointer': {
      const pointed = left.type === 'pointer_expression' ? childIn(left, 'argument') : undefined;
      return (
        pointed !== undefined && file.code.charAt(left.start) === '*' && file.slice(pointed) === target.name
      );
    }
    case 'variable':
      return left.type === 'identifier' && file.slice(left) === target.name;
  }
}

/** The right side of an assignment, as written. */
export function assignedText(fn: ParsedFunction, assignment: SyntaxNode): string {
  const right = childIn(assignment, 'right');
  return right ? fn.file.slice(right).trim() : '';
}

/** The `return` statements that give exactly this text back. */
export function returnsOf(fn: ParsedFunction, text: string, within = fn.bodyNode): SyntaxNode[] {
  return ofType(within, 'return_statement').filter((statement) => {
    const value = statement.children[0];
    return value !== undefined && fn.file.slice(value).trim() === text;
  });
}

const LOOPS = new Set(['while_statement', 'for_statement', 'do_statement']);

/** True for a loop, also one made by a macro such as QTAILQ_FOREACH; a lock guard's block is none. */
export function isLoop(fn: ParsedFunction, node: SyntaxNode): boolean {
  return LOOPS.has(node.type) && !fn.file.code.startsWith('WITH_', node.start);
}

/** The outermost loops that hold a call through one of the members. */
export function loopsCallingMember(fn: ParsedFunction, members: readonly string[]): SyntaxNode[] {
  const loops = new Set<SyntaxNode>();
  for (const call of memberCallsTo(fn, members)) {
    let outermost: SyntaxNode | undefined;
    for (let at = call.parent; at; at = at.parent) if (isLoop(fn, at)) outermost = at;
    if (outermost) loops.add(outermost);
  }
  return [...loops];
}

/** True if a local variable or parameter of that name is declared anywhere in the function. */
export function declares(fn: ParsedFunction, name: string): boolean {
  const signature = fn.file.code.slice(fn.start, fn.body);
  if (new RegExp(`\\b${name}\\b`).test(signature)) return true;
  for (const node of descendants(fn.bodyNode)) {
    if (node.type === 'identifier' && node.field === 'declarator' && fn.file.slice(node) === name)
      return true;
    if (node.type === 'identifier' && node.parent?.type === 'declaration' && fn.file.slice(node) === name)
      return true;
  }
  return false;
}

/** How often an identifier occurs in the function's body, comments and literals apart. */
export function mentions(fn: ParsedFunction, name: string): number {
  const body = fn.file.code.slice(fn.body, fn.end);
  return body.match(new RegExp(`\\b${name}\\b`, 'g'))?.length ?? 0;
}

/** The text of a condition with white space folded, without its parentheses. */
export function conditionText(fn: ParsedFunction, statement: SyntaxNode): string {
  const condition = childIn(statement, 'condition');
  if (!condition) return '';
  const text = fn.file.code.slice(condition.start, condition.end).replace(/\s+/g, ' ').trim();
  return text.startsWith('(') && text.endsWith(')') ? text.slice(1, -1).trim() : text;
}

/** The same to be shown: with what its strings hold. */
export function shownCondition(fn: ParsedFunction, statement: SyntaxNode): string {
  const condition = childIn(statement, 'condition');
  if (!condition) return '';
  const { start, end } = condition;
  const inside = fn.file.comments.filter((comment) => start <= comment.start && comment.end <= end);
  const parts = [start, ...inside.flatMap((comment) => [comment.start, comment.end]), end];
  const kept = parts.flatMap((from, index) =>
    index % 2 === 0 ? [fn.file.text.slice(from, parts[index + 1])] : [],
  );
  const text = kept.join(' ').replace(/\s+/g, ' ').trim();
  return text.startsWith('(') && text.endsWith(')') ? text.slice(1, -1).trim() : text;
}
