import { isParsed, type ParsedFunction, SourceFile } from '../../src/csource/source-file.js';
import type { SyntaxNode } from '../../src/csource/syntax.js';
import { ofType } from '../../src/csource/syntax.js';

/** The only function of a C text, parsed. */
export function parsedFunction(text: string): ParsedFunction {
  const file = new SourceFile('test.c', text);
  const [span, another] = file.functions;
  if (!span || another || file.defect) throw new Error(`not one whole function: ${text}`);
  const fn = file.parse(span);
  if (!isParsed(fn)) throw new Error(`does not parse at ${fn.offset}: ${text.slice(fn.offset)}`);
  return fn;
}

/** A function with the given lines as its body, parsed. */
export function functionOf(body: string, signature = 'static void f(State *s)'): ParsedFunction {
  return parsedFunction(`${signature}\n{\n${body}}\n`);
}

/** The one statement or other node of a type whose text holds the snippet; the innermost of several. */
export function nodeWith(fn: ParsedFunction, type: string, snippet: string): SyntaxNode {
  const nodes = ofType(fn.bodyNode, type).filter((node) => fn.file.slice(node).includes(snippet));
  const node = nodes.at(-1);
  if (!node) throw new Error(`no ${type} with ${snippet}`);
  return node;
}

/** The texts of nodes, white space folded. */
export function textsOf(fn: ParsedFunction, nodes: readonly SyntaxNode[]): string[] {
  return nodes.map((node) => fn.file.slice(node).replace(/\s+/g, ' '));
}
