import { createRequire } from 'node:module';
import type Parser from 'tree-sitter';
import type { SyntaxNode } from './syntax.js';

// The only module that knows tree-sitter. Required when the first function is parsed, so that commands which
// parse nothing do not load native code.
const requirePackage = createRequire(import.meta.url);
let loaded: Parser | undefined;

function theParser(): Parser {
  if (loaded) return loaded;
  const Runtime = requirePackage('tree-sitter') as typeof Parser;
  const { name, language } = requirePackage('tree-sitter-c') as { name: string; language: unknown };
  loaded = new Runtime();
  // Without its table of node types the runtime makes no class for each of them, which nothing here needs and
  // which takes longer than a parse. The grammar package types its language as `unknown`.
  loaded.setLanguage({ name, language, nodeTypeInfo: [] } as unknown as Parser.Language);
  return loaded;
}

/** The result of parsing a piece of C: a tree, and where the first blemish is if there is one. */
export interface Parsed {
  readonly root: SyntaxNode;
  /** Offset of the first ERROR or MISSING node, or of nesting that is too deep, in the file. */
  readonly error: number | undefined;
}

interface Building {
  type: string;
  start: number;
  end: number;
  field: string | undefined;
  parent: Building | undefined;
  children: readonly Building[];
}

/** Half of all nodes have no children. */
const NONE: readonly Building[] = [];

/** What a grammar symbol is; asked once, since every question crosses into the native runtime. */
interface Kind {
  readonly type: string;
  readonly named: boolean;
  readonly leaf: boolean;
}

const kinds: Kind[] = [];
const fields: string[] = [];

/** Nodes that nothing asks the insides of. */
const LEAVES = new Set([
  'identifier',
  'field_identifier',
  'type_identifier',
  'statement_identifier',
  'primitive_type',
  'number_literal',
  'string_literal',
  'char_literal',
  'comment',
]);

function kindAt(cursor: Parser.TreeCursor): Kind {
  const id = cursor.nodeTypeId;
  const known = kinds[id];
  if (known) return known;
  const type = cursor.nodeType;
  const kind = { type, named: cursor.nodeIsNamed, leaf: LEAVES.has(type) };
  // ERROR has the largest id of all; a table up to it would be mostly holes.
  if (id < 10_000) kinds[id] = kind;
  return kind;
}

function fieldAt(cursor: Parser.TreeCursor): string | undefined {
  const id = cursor.currentFieldId as number | undefined;
  if (!id) return undefined;
  fields[id] ??= cursor.currentFieldName;
  return fields[id];
}

/** No person nests deeper; a deeper tree would exhaust the stack of whatever walks it. */
const DEEPEST = 1000;

/**
 * Parses C text.
 * @param text One character a byte, so that the parser's indices are byte offsets.
 * @param base Added to every offset, for a piece cut out of a file.
 */
export function parseC(text: string, base: number): Parsed {
  // The default buffer of 32 KiB is fine in this release, but a larger one costs nothing.
  const tree = theParser().parse(text, undefined, { bufferSize: text.length * 2 + 2 });
  const cursor = tree.walk();
  let tooDeep: number | undefined;
  const build = (kind: Kind, parent: Building | undefined, depth: number): Building => {
    const node: Building = {
      type: kind.type,
      start: base + cursor.startIndex,
      end: base + cursor.endIndex,
      field: fieldAt(cursor),
      parent,
      children: NONE,
    };
    if (kind.leaf) return node;
    if (depth === DEEPEST) tooDeep ??= node.start;
    else if (cursor.gotoFirstChild()) {
      const children: Building[] = [];
      do {
        const child = kindAt(cursor);
        if (child.named) children.push(build(child, node, depth + 1));
      } while (cursor.gotoNextSibling());
      cursor.gotoParent();
      node.children = children;
    }
    return node;
  };
  const root = build(kindAt(cursor), undefined, 0);
  return { root, error: tree.rootNode.hasError ? base + firstBlemish(tree.rootNode) : tooDeep };
}

/** Offset of the first ERROR or MISSING node. */
function firstBlemish(root: Parser.SyntaxNode): number {
  let at = root;
  while (!at.isMissing && at.type !== 'ERROR') {
    const inner = at.children.find((child) => child.hasError || child.isMissing);
    if (!inner) break;
    at = inner;
  }
  return at.startIndex;
}
