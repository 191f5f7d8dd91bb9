import Parser from 'tree-sitter';
import C from 'tree-sitter-c';
import type { SyntaxNode } from './syntax.js';

// The only module that knows tree-sitter. The grammar package types its language as `unknown`.
const parser = new Parser();
parser.setLanguage(C as unknown as Parser.Language);

/** The result of parsing a piece of C: a tree, and where the first blemish is if there is one. */
export interface Parsed {
  readonly root: SyntaxNode;
  /** Offset of the first ERROR or MISSING node, in the file. */
  readonly error: number | undefined;
}

interface Building {
  type: string;
  start: number;
  end: number;
  field: string | undefined;
  parent: Building | undefined;
  children: Building[];
}

/**
 * Parses C text.
 * @param text One character a byte, so that the parser's indices are byte offsets.
 * @param base Added to every offset, for a piece cut out of a file.
 */
export function parseC(text: string, base: number): Parsed {
  // The default buffer of 32 KiB is fine in this release, but a larger one costs nothing.
  const tree = parser.parse(text, undefined, { bufferSize: text.length * 2 + 2 });
  const cursor = tree.walk();
  const blemished = tree.rootNode.hasError;
  let error: number | undefined;

  const build = (parent: Building | undefined): Building => {
    const node: Building = {
      type: cursor.nodeType,
      start: base + cursor.startIndex,
      end: base + cursor.endIndex,
      field: cursor.currentFieldName || undefined,
      parent,
      children: [],
    };
    if (cursor.gotoFirstChild()) {
      do {
        if (
          blemished &&
          error === undefined &&
          (cursor.nodeType === 'ERROR' || cursor.currentNode.isMissing)
        ) {
          error = base + cursor.startIndex;
        }
        if (cursor.nodeIsNamed) node.children.push(build(node));
        else if (blemished && error === undefined && cursor.currentNode.hasError)
          error = base + cursor.startIndex;
      } while (cursor.gotoNextSibling());
      cursor.gotoParent();
    }
    return node;
  };
  const root = build(undefined);
  if (blemished) error ??= base;
  return { root, error };
}
