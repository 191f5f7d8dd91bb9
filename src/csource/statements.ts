import type { SourceFile } from './source-file.js';
import { childIn, type SyntaxNode } from './syntax.js';

/**
 * One entry of a statement list: a statement, a declaration, or a label. A label and the statement behind it
 * are two entries, so that something can stand between them.
 */
export interface Entry {
  readonly node: SyntaxNode;
  readonly kind: 'statement' | 'label';
  readonly start: number;
  readonly end: number;
}

/** A statement list: a braced block, or the statements of a `case`. */
export interface StatementList {
  readonly node: SyntaxNode;
  readonly entries: readonly Entry[];
  /** Offsets between which the list lies: after `{` or `case …:`, up to `}` or the next `case`. */
  readonly start: number;
  readonly end: number;
}

const STATEMENTS = new Set([
  'declaration',
  'expression_statement',
  'if_statement',
  'while_statement',
  'for_statement',
  'do_statement',
  'return_statement',
  'goto_statement',
  'break_statement',
  'continue_statement',
  'switch_statement',
  'labeled_statement',
  'compound_statement',
  'case_statement',
  'type_definition',
  'attributed_statement',
]);

/** True for a node that can stand in a statement list. */
export function isStatement(node: SyntaxNode): boolean {
  return STATEMENTS.has(node.type);
}

/** The list that a braced block or a `case` holds. */
export function statementList(file: SourceFile, block: SyntaxNode): StatementList {
  const entries: Entry[] = [];
  const add = (node: SyntaxNode): void => {
    if (node.type !== 'labeled_statement') {
      entries.push({ node, kind: 'statement', start: node.start, end: node.end });
      return;
    }
    const label = childIn(node, 'label');
    const colon = file.code.indexOf(':', label?.end ?? node.start);
    entries.push({ node, kind: 'label', start: node.start, end: colon + 1 });
    for (const child of node.children) if (child !== label) add(child);
  };
  for (const child of block.children) if (isStatement(child)) add(child);
  const isCase = block.type === 'case_statement';
  const value = childIn(block, 'value');
  const start = isCase ? file.code.indexOf(':', value?.end ?? block.start) + 1 : block.start + 1;
  return { node: block, entries, start, end: isCase ? block.end : block.end - 1 };
}

/** The nearest statement that a node is or lies in. */
export function statementOf(node: SyntaxNode): SyntaxNode | undefined {
  let at: SyntaxNode | undefined = node;
  while (at && !isStatement(at)) at = at.parent;
  return at;
}

/** The block or `case` whose list holds the statement; undefined where it is a body without braces. */
export function listOf(statement: SyntaxNode): SyntaxNode | undefined {
  let at = statement.parent;
  while (at?.type === 'labeled_statement') at = at.parent;
  return at?.type === 'compound_statement' || at?.type === 'case_statement' ? at : undefined;
}

/** The ancestor (or the node itself) that is an entry of the given block's list. */
export function entryIn(block: SyntaxNode, node: SyntaxNode): SyntaxNode | undefined {
  let at: SyntaxNode | undefined = node;
  while (at && !(isStatement(at) && at.type !== 'labeled_statement' && listOf(at) === block)) at = at.parent;
  return at;
}
