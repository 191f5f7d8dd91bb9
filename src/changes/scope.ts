import type { Scope } from '../catalogue/change-recipe.js';
import { isLoop, memberCallsTo } from '../csource/locate.js';
import type { ParsedFunction } from '../csource/source-file.js';
import { isStatement } from '../csource/statements.js';
import { childIn, descendants, ofType, type SyntaxNode } from '../csource/syntax.js';

/** The statement list that a scope means, or why there is none. */
export type FoundScope = { readonly block: SyntaxNode } | { readonly reason: string; readonly at: number };

/** Finds the statement list of a scope in a function. */
export function findScope(fn: ParsedFunction, scope: Scope): FoundScope {
  switch (scope.kind) {
    case 'function':
      return { block: fn.bodyNode };
    case 'loop':
      return findLoop(fn, scope);
    case 'case':
      return findCase(fn, scope.label);
  }
}

function findLoop(
  fn: ParsedFunction,
  { naming, callingMember }: Extract<Scope, { kind: 'loop' }>,
): FoundScope {
  const what = `loop with ${naming.join(' and ')}`;
  const loops = [...descendants(fn.bodyNode)].filter((node) => {
    if (!isLoop(fn, node)) return false;
    const code = fn.file.code.slice(node.start, node.end);
    return (
      naming.every((name) => new RegExp(`\\b${name}\\b`).test(code)) &&
      (!callingMember || memberCallsTo(fn, callingMember, node).length > 0)
    );
  });
  const [loop, second] = loops;
  if (!loop) return { reason: `has no ${what}`, at: fn.start };
  if (second) return { reason: `has ${loops.length} times a ${what}, expected one`, at: second.start };
  const body = childIn(loop, 'body');
  return body?.type === 'compound_statement'
    ? { block: body }
    : { reason: `has a ${what} without braces`, at: loop.start };
}

/** Labels may share their statements: those of the next one that has some. */
function findCase(fn: ParsedFunction, label: string): FoundScope {
  const cases = ofType(fn.bodyNode, 'case_statement').filter((one) => {
    const value = childIn(one, 'value');
    return value !== undefined && fn.file.slice(value) === label;
  });
  const [own, second] = cases;
  if (!own) return { reason: `has no case ${label}`, at: fn.start };
  if (second) return { reason: `has ${cases.length} times case ${label}, expected one`, at: second.start };
  const siblings = own.parent?.children ?? [];
  const block = siblings.slice(siblings.indexOf(own)).find((one) => one.children.some(isStatement));
  return block?.type === 'case_statement'
    ? { block }
    : { reason: `has nothing in case ${label}`, at: own.start };
}
