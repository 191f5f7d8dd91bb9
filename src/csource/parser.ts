import type { GrammarCursor, GrammarNode } from './grammar-parser.js';
import { theParser } from './ready-parser.js';
import type { SyntaxNode } from './syntax.js';

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

function kindAt(cursor: GrammarCursor): Kind {
  const id = cursor.nodeTypeId;
  const known = kinds[id];
  if (known) return known;
  const type = cursor.nodeType;
  const kind = { type, named: cursor.nodeIsNamed, leaf: LEAVES.has(type) };
  // ERROR has the largest id of all; a table up to it would be mostly holes.
  if (id < 10_000) kinds[id] = kind;
  return kind;
}

function fieldAt(cursor: GrammarCursor): string | undefined {
  const id = cursor.currentFieldId;
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
  return theParser().parse(text, (root, cursor) => builtFrom(root, cursor, text, base));
}

/** Copies what is of use of a tree. */
function builtFrom(parsed: GrammarNode, cursor: GrammarCursor, text: string, base: number): Parsed {
  let tooDeep: number | undefined;
  let runTogether: number | undefined;
  // The children of the nodes that are being built, one after the other: a list that grows has room for many more than it
  // holds, and most nodes have one child or two.
  const siblings: Building[] = [];
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
      const first = siblings.length;
      do {
        const child = kindAt(cursor);
        if (child.named) siblings.push(build(child, node, depth + 1));
      } while (cursor.gotoNextSibling());
      cursor.gotoParent();
      if (siblings.length > first) node.children = siblings.splice(first);
    }
    if (kind.type === 'declaration' && isRunTogether(node, text, base)) runTogether ??= node.start;
    return node;
  };
  const root = build(kindAt(cursor), undefined, 0);
  return { root, error: parsed.hasError ? base + firstBlemish(parsed) : (tooDeep ?? runTogether) };
}

/**
 * Whether a declaration is two statements without a semicolon between them: `f(x)` and below it `g(y);` are grammatically a
 * function g of a type that a macro f makes. Nobody declares a function so, or a variable on the next line.
 */
function isRunTogether({ children: [type, declared] }: Building, text: string, base: number): boolean {
  if (type?.type !== 'macro_type_specifier' || !declared) return false;
  return (
    declared.type === 'function_declarator' ||
    text.slice(type.end - base, declared.start - base).includes('\n')
  );
}

/** Offset of the first ERROR or MISSING node. */
function firstBlemish(root: GrammarNode): number {
  let at = root;
  while (!at.isMissing && at.type !== 'ERROR') {
    const inner = at.children.find((child) => child.hasError || child.isMissing);
    if (!inner) break;
    at = inner;
  }
  return at.startIndex;
}
