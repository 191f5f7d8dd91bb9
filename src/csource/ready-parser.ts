import { noParser } from '../problem/parser-problems.js';
import type { GrammarParser } from './grammar-parser.js';
import { loadNativeParser } from './native-parser.js';

/** How the parser is there: as native code, or where that cannot be loaded as WebAssembly. */
export type ParserKind = (typeof parserKinds)[number];

/** The parsers, the one that is tried first in front. */
export const parserKinds = ['native', 'wasm'] as const;

/** Which parser is in use. */
export interface ReadyParser {
  readonly kind: ParserKind;
  /** Why the native one is not, where it was tried. */
  readonly because?: string;
}

// Loaded when the first function is parsed, so that commands which parse nothing do not load native code.
let parser: GrammarParser | undefined;
let ready: ReadyParser | undefined;
let loadingWasm: Promise<GrammarParser> | undefined;

/** The parser in use: the native one, unless {@link prepareParser} chose otherwise. */
export function theParser(): GrammarParser {
  parser ??= loadNativeParser();
  return parser;
}

/**
 * Makes the parser of C ready. Parsing itself waits for nothing, while WebAssembly is there only after a while: so whoever
 * parses calls this first; functions of the library do. Both parsers give the same results.
 * @param wanted the one to take; without it the one that is in use, else the native one if it can be loaded
 * @throws EnvironmentLack `no-parser`
 */
export async function prepareParser(wanted?: ParserKind): Promise<ReadyParser> {
  if (ready && (wanted ?? ready.kind) === ready.kind) return ready;
  const failed: [ParserKind, string][] = [];
  for (const kind of wanted ? [wanted] : parserKinds) {
    try {
      parser = kind === 'native' ? loadNativeParser() : await wasmParser();
      const because = failed[0]?.[1];
      ready = because === undefined ? { kind } : { kind, because };
      return ready;
    } catch (error) {
      failed.push([kind, reasonOf(error)]);
    }
  }
  throw noParser(failed);
}

/** Of two at once each would spoil the other's memory. */
function wasmParser(): Promise<GrammarParser> {
  loadingWasm ??= import('./wasm-parser.js').then(({ loadWasmParser }) => loadWasmParser());
  return loadingWasm;
}

/** Modules that are not found list on further lines who asked for them. */
function reasonOf(error: unknown): string {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return line;
}
