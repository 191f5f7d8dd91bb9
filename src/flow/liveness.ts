import type { ControlFlow, FlowNode } from '../csource/control-flow.js';
import type { ParsedFunction } from '../csource/source-file.js';
import { childIn, ofType, type SyntaxNode } from '../csource/syntax.js';
import type { Slice } from './relevance.js';

/**
 * The words that a function may still read from each point of its flow on: a value that nobody reads any more need not
 * be known, and states that differ in it alone are one.
 * @returns by the id of a node, what is read from there on
 */
export function wordsReadFrom(
  fn: ParsedFunction,
  flow: ControlFlow,
  slice: Slice,
): readonly ReadonlySet<string>[] {
  const own = flow.nodes.map((node) => readsAndStores(fn, node, slice));
  const live = flow.nodes.map(() => new Set<string>());
  for (let changed = true; changed; ) {
    changed = false;
    // What comes later in the text was built first and has the lower numbers.
    for (let id = 0; id < flow.nodes.length; id++) {
      const [node, set, words] = [flow.nodes[id], live[id], own[id]];
      if (!node || !set || !words) continue;
      const before = set.size;
      for (const word of words.reads) set.add(word);
      for (const { to } of node.successors)
        for (const word of live[to] ?? []) if (!words.stores.has(word)) set.add(word);
      changed ||= set.size !== before;
    }
  }
  return live;
}

interface Words {
  readonly reads: ReadonlySet<string>;
  /** Stored whatever happens, before they are read. */
  readonly stores: ReadonlySet<string>;
}

const NONE: Words = { reads: new Set(), stores: new Set() };

function readsAndStores(fn: ParsedFunction, { kind, syntax }: FlowNode, slice: Slice): Words {
  if (kind === 'entry' || kind === 'exit' || syntax.type === 'labeled_statement') return NONE;
  if (kind === 'test') {
    const condition = slice.tests.has(syntax) ? childIn(syntax, 'condition') : undefined;
    return { reads: new Set(condition ? words(fn, condition) : []), stores: new Set() };
  }
  const [expression] = syntax.children;
  if (!slice.statements.has(syntax)) return NONE;
  const stored =
    syntax.type === 'expression_statement' && expression ? plainTarget(fn, expression) : undefined;
  if (!stored) return { reads: new Set(words(fn, syntax)), stores: new Set() };
  const right = expression && childIn(expression, 'right');
  const reads = new Set(right ? words(fn, right) : []);
  return { reads, stores: new Set(reads.has(stored) ? [] : [stored]) };
}

/** The local that a statement such as `ret = f(x)` stores. */
function plainTarget(fn: ParsedFunction, expression: SyntaxNode): string | undefined {
  const left = expression.type === 'assignment_expression' ? childIn(expression, 'left') : undefined;
  const right = childIn(expression, 'right');
  if (left?.type !== 'identifier' || !right) return undefined;
  return fn.file.code.slice(left.end, right.start).trim() === '=' ? fn.file.slice(left) : undefined;
}

function words(fn: ParsedFunction, node: SyntaxNode): string[] {
  const found: string[] = [];
  for (const word of ofType(node, 'identifier')) found.push(fn.file.slice(word));
  return found;
}
