/** A node, as far as anything is asked of it: where the text does not fit the grammar. */
export interface GrammarNode {
  readonly type: string;
  readonly startIndex: number;
  readonly isMissing: boolean;
  readonly hasError: boolean;
  readonly children: readonly GrammarNode[];
}

/** A walk through a tree: far cheaper than an object a node. */
export interface GrammarCursor {
  readonly nodeTypeId: number;
  readonly nodeType: string;
  readonly nodeIsNamed: boolean;
  /** None is 0, or undefined. */
  readonly currentFieldId: number | undefined;
  readonly currentFieldName: string;
  readonly startIndex: number;
  readonly endIndex: number;
  gotoFirstChild(): boolean;
  gotoNextSibling(): boolean;
  gotoParent(): boolean;
}

/** What a parser of C can do, whichever way it is loaded. Both have one grammar, so symbols have the same ids. */
export interface GrammarParser {
  /** Parses a text and hands over what came of it, which holds only meanwhile. */
  parse<T>(text: string, use: (root: GrammarNode, cursor: GrammarCursor) => T): T;
}
