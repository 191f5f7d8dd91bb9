import { EnvironmentLack } from './problem.js';

/** What each way to load the parser is called in a message. */
const WAYS = { native: 'the native parser (tree-sitter)', wasm: 'the one in WebAssembly (web-tree-sitter)' };

/** @param tried each way that was tried, and why it failed */
export function noParser(tried: readonly (readonly [keyof typeof WAYS, string])[]): EnvironmentLack {
  return new EnvironmentLack([
    {
      code: 'no-parser',
      expected: 'a parser of C, which comes with this package',
      found: tried.map(([kind, why]) => `${WAYS[kind]} cannot be loaded: ${why}`).join('; '),
      next: 'install the package anew, with its dependencies',
    },
  ]);
}
