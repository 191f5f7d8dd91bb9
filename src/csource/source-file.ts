import { type FunctionSpan, findFunctions } from './functions.js';
import { maskGrammar } from './grammar-mask.js';
import { maskLexically, type Range } from './lexical-mask.js';
import { Lines } from './lines.js';
import { parseC } from './parser.js';
import { type Conditional, conditionalAt, maskPreprocessor } from './preprocessor.js';
import { childIn, type SyntaxNode } from './syntax.js';

/** A function with its syntax tree. */
export interface ParsedFunction extends FunctionSpan {
  readonly file: SourceFile;
  /** The `compound_statement` of the body. */
  readonly bodyNode: SyntaxNode;
}

/** What kept a function from being parsed. */
export interface ParseBlemish {
  readonly function: string;
  readonly offset: number;
}

/** A defect that makes a file as a whole unfit for editing. */
export interface FileDefect {
  readonly kind:
    | 'empty'
    | 'nul-byte'
    | 'long-line'
    | 'conflict-marker'
    | 'unterminated-comment'
    | 'unbalanced-braces'
    | 'unbalanced-conditional';
  readonly offset: number;
}

/** Longer lines are not C that a person wrote, and make every step slow. In bytes. */
const LONGEST_LINE = 100_000;

const CONFLICT_MARKER = /^(?:<{7}|={7}|>{7}|\|{7})(?:[ \t].*)?\r?$/m;

/**
 * A C file as text of one character a byte (latin1), so that every byte survives and every offset is a byte
 * offset. Functions are found at once and parsed when they are asked for.
 */
export class SourceFile {
  readonly lines: Lines;
  /** The text without comments and literal contents. */
  readonly lexical: string;
  /** The same without directives and hidden preprocessor branches. */
  readonly code: string;
  readonly comments: readonly Range[];
  readonly conditionals: readonly Conditional[];
  /** Macro definitions. */
  readonly defines: readonly Range[];
  readonly functions: readonly FunctionSpan[];
  readonly defect: FileDefect | undefined;
  readonly #parsed = new Map<FunctionSpan, ParsedFunction | ParseBlemish>();
  #byName: Map<string, FunctionSpan[]> | undefined;

  constructor(
    readonly path: string,
    readonly text: string,
  ) {
    this.lines = new Lines(text);
    const defect = byteDefect(text);
    // A file that is not C text at all need not be read further.
    const readable = defect && defect.kind !== 'conflict-marker' ? '' : text;
    const lexical = maskLexically(readable);
    const preprocessed = maskPreprocessor(lexical.code);
    const { functions, unbalanced } = findFunctions(preprocessed.code);
    this.lexical = lexical.code;
    this.code = preprocessed.code;
    this.comments = lexical.comments;
    this.conditionals = preprocessed.conditionals;
    this.defines = preprocessed.defines;
    this.functions = functions;
    this.defect =
      defect ??
      firstDefect([
        ['unterminated-comment', lexical.unterminated],
        ['unbalanced-conditional', preprocessed.unbalanced],
        ['unbalanced-braces', unbalanced],
      ]);
  }

  /** The definitions of a function: more than one where preprocessor branches or a bad merge double it. */
  definitions(name: string): readonly FunctionSpan[] {
    if (!this.#byName) {
      this.#byName = new Map();
      for (const span of this.functions) {
        const same = this.#byName.get(span.name);
        if (same) same.push(span);
        else this.#byName.set(span.name, [span]);
      }
    }
    return this.#byName.get(name) ?? [];
  }

  /** Parses one function; a blemish says where the grammar gave up. */
  parse(span: FunctionSpan): ParsedFunction | ParseBlemish {
    const known = this.#parsed.get(span);
    if (known) return known;
    const result = this.#parse(span);
    this.#parsed.set(span, result);
    return result;
  }

  #parse(span: FunctionSpan): ParsedFunction | ParseBlemish {
    const { root, error } = parseC(maskGrammar(this.code.slice(span.start, span.end)), span.start);
    const definition = root.children.find((child) => child.type === 'function_definition');
    const bodyNode = definition && childIn(definition, 'body');
    if (error !== undefined || !bodyNode || root.children.length !== 1) {
      return { function: span.name, offset: error ?? span.start };
    }
    return { ...span, file: this, bodyNode };
  }

  /** The original text of a range. */
  slice(range: Range): string {
    return this.text.slice(range.start, range.end);
  }

  lineOf(offset: number): number {
    return this.lines.numberAt(offset);
  }

  /** The preprocessor conditional around an offset, include guards apart. */
  conditionalAt(offset: number): Conditional | undefined {
    return conditionalAt(this.conditionals, offset);
  }

  /** The function that an offset lies in. */
  functionAt(offset: number): FunctionSpan | undefined {
    return this.functions.find((span) => span.start <= offset && offset < span.end);
  }
}

/** True if parsing gave a tree. */
export function isParsed(result: ParsedFunction | ParseBlemish): result is ParsedFunction {
  return 'bodyNode' in result;
}

/** What makes a text unfit for editing whatever its language. */
export function byteDefect(text: string): FileDefect | undefined {
  if (text.length === 0) return { kind: 'empty', offset: 0 };
  const nul = text.indexOf('\0');
  if (nul >= 0) return { kind: 'nul-byte', offset: nul };
  const long = longLine(text);
  if (long !== undefined) return { kind: 'long-line', offset: long };
  const marked = ['<<<<<<<', '=======', '>>>>>>>', '|||||||'].some((marker) => text.includes(marker));
  const conflict = marked ? CONFLICT_MARKER.exec(text) : undefined;
  return conflict ? { kind: 'conflict-marker', offset: conflict.index } : undefined;
}

function longLine(text: string): number | undefined {
  let start = 0;
  while (text.length - start > LONGEST_LINE) {
    const feed = text.lastIndexOf('\n', start + LONGEST_LINE);
    if (feed < start) return start;
    start = feed + 1;
  }
  return undefined;
}

function firstDefect(candidates: [FileDefect['kind'], number | undefined][]): FileDefect | undefined {
  for (const [kind, offset] of candidates) if (offset !== undefined) return { kind, offset };
  return undefined;
}
