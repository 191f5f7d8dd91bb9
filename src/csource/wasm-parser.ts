import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type * as WebTreeSitter from 'web-tree-sitter';
import type { GrammarCursor, GrammarParser } from './grammar-parser.js';

const requirePackage = createRequire(import.meta.url);

/** The build puts the grammar beside the program: its package may be away where the native parser is. */
function grammarFile(): string {
  const beside = fileURLToPath(new URL('tree-sitter-c.wasm', import.meta.url));
  return existsSync(beside) ? beside : requirePackage.resolve('tree-sitter-c/tree-sitter-c.wasm');
}

/** Loads tree-sitter as WebAssembly, which runs everywhere and takes two to three times as long. */
export async function loadWasmParser(): Promise<GrammarParser> {
  const { Parser, Language } = requirePackage('web-tree-sitter') as typeof WebTreeSitter;
  await Parser.init();
  const parser = new Parser();
  parser.setLanguage(await Language.load(readFileSync(grammarFile())));
  return {
    parse: (text, use) => {
      const tree = parser.parse(text);
      if (!tree) throw new Error('the parser in WebAssembly gave no tree');
      const cursor = tree.walk();
      try {
        return use(tree.rootNode, cursor as GrammarCursor);
      } finally {
        // Its memory is outside of what the garbage collector sees.
        cursor.delete();
        tree.delete();
      }
    },
  };
}
