/** A node of a C syntax tree with offsets into the whole file. Holds named nodes only. */
export interface SyntaxNode {
  /** The grammar's name for it, such as `if_statement`. */
  readonly type: string;
  readonly start: number;
  readonly end: number;
  /** The role in its parent, such as `condition`. */
  readonly field: string | undefined;
  readonly parent: SyntaxNode | undefined;
  readonly children: readonly SyntaxNode[];
}

/** The child in a role, if it is there. */
export function childIn(node: SyntaxNode, field: string): SyntaxNode | undefined {
  return node.children.find((child) => child.field === field);
}

/** Every node below and including `node`, in the order of the text. */
export function* descendants(node: SyntaxNode): Generator<SyntaxNode> {
  yield node;
  for (const child of node.children) yield* descendants(child);
}

/** Every node of one type below and including `node`, in the order of the text. */
export function ofType(node: SyntaxNode, type: string): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  const visit = (at: SyntaxNode): void => {
    if (at.type === type) found.push(at);
    // Over some ten thousand nodes an iterator for each would be most of the work.
    at.children.forEach(visit);
  };
  visit(node);
  return found;
}

/** True if `inner` lies within `outer`. */
export function contains(outer: SyntaxNode, inner: SyntaxNode): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
