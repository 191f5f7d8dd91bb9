import { createRequire } from 'node:module';
import type Parser from 'tree-sitter';
import type { GrammarCursor, GrammarParser } from './grammar-parser.js';

const requirePackage = createRequire(import.meta.url);

/**
 * Loads tree-sitter as native code.
 * @throws Error where there is none for this machine
 */
export function loadNativeParser(): GrammarParser {
  const Runtime = requirePackage('tree-sitter') as typeof Parser;
  const { name, language } = requirePackage('tree-sitter-c') as { name: string; language: unknown };
  const parser = new Runtime();
  // Without its table of node types the runtime makes no class for each of them, which nothing here needs and
  // which takes longer than a parse. The grammar package types its language as `unknown`.
  parser.setLanguage({ name, language, nodeTypeInfo: [] } as unknown as Parser.Language);
  return {
    parse: (text, use) => {
      // The default buffer of 32 KiB is fine in this release, but a larger one costs nothing.
      const tree = parser.parse(text, undefined, { bufferSize: text.length * 2 + 2 });
      return use(tree.rootNode, tree.walk() as GrammarCursor);
    },
  };
}
