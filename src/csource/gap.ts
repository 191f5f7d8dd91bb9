import type { ParsedFunction } from './source-file.js';
import { type Entry, listOf, statementList } from './statements.js';
import type { SyntaxNode } from './syntax.js';

/**
 * The room between two neighbouring statements: where a call may go, or already is. Statements that are
 * themselves checkpoint calls do not count as neighbours, so a place stays the same place after a call was put there.
 */
export interface Gap {
  readonly function: ParsedFunction;
  readonly block: SyntaxNode;
  readonly previous: Entry | undefined;
  readonly next: Entry | undefined;
}

/** Tells the statements that are invisible when gaps are looked for. */
export type Transparent = (statement: SyntaxNode) => boolean;

/** The gap before or after a statement; undefined where the statement is a body without braces. */
export function gapBeside(
  fn: ParsedFunction,
  statement: SyntaxNode,
  side: 'before' | 'after',
  transparent: Transparent,
): Gap | undefined {
  const block = listOf(statement);
  if (!block) return undefined;
  const entries = statementList(fn.file, block).entries;
  const at = entries.findIndex((entry) => entry.node === statement && entry.kind === 'statement');
  if (at < 0) return undefined;
  const opaque = (entry: Entry): boolean => entry.kind === 'label' || !transparent(entry.node);
  const before = entries.slice(0, at).reverse().find(opaque);
  const after = entries.slice(at + 1).find(opaque);
  const self = entries[at];
  // Asked of a transparent statement, both sides are the same gap: the one that it stands in.
  if (transparent(statement)) return { function: fn, block, previous: before, next: after };
  return side === 'before'
    ? { function: fn, block, previous: before, next: self }
    : { function: fn, block, previous: self, next: after };
}

/** The gap at the end of a block. */
export function gapAtEnd(fn: ParsedFunction, block: SyntaxNode, transparent: Transparent): Gap {
  const entries = statementList(fn.file, block).entries;
  const previous = [...entries].reverse().find((entry) => entry.kind === 'label' || !transparent(entry.node));
  return { function: fn, block, previous, next: undefined };
}

/** The gap behind the declarations that a block begins with. */
export function gapAfterDeclarations(fn: ParsedFunction, block: SyntaxNode, transparent: Transparent): Gap {
  const entries = statementList(fn.file, block).entries.filter(
    (entry) => entry.kind === 'label' || !transparent(entry.node),
  );
  const first = entries.findIndex((entry) => entry.kind === 'label' || entry.node.type !== 'declaration');
  const at = first < 0 ? entries.length : first;
  return { function: fn, block, previous: entries[at - 1], next: entries[at] };
}

/** True if both are the same room. */
export function sameGap(a: Gap, b: Gap): boolean {
  return (
    a.function.file === b.function.file &&
    a.block.start === b.block.start &&
    a.previous?.start === b.previous?.start &&
    a.next?.start === b.next?.start
  );
}
