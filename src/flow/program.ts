import type { FunctionSpan } from '../csource/functions.js';
import { isParsed, type ParseBlemish, type ParsedFunction, type SourceFile } from '../csource/source-file.js';

/** A function, whether or not it parses. */
export interface DefinedFunction extends FunctionSpan {
  readonly file: SourceFile;
}

/** A function that does not parse, and where it does not. */
export interface Blemish extends ParseBlemish {
  readonly file: SourceFile;
}

/** The functions of a few files as one program: calls go from one to the other. */
export class Program {
  readonly #files: readonly SourceFile[];
  readonly #mentions = new Map<string, ReadonlySet<string>>();
  readonly #uses = new Map<string, readonly string[]>();
  readonly #names: ReadonlySet<string>;
  readonly #reached = new Map<string, ReadonlySet<string>>();
  readonly #fieldPatterns = new Map<ReadonlySet<string>, RegExp>();

  constructor(files: readonly SourceFile[]) {
    this.#files = files;
    this.#names = new Set(files.flatMap((file) => file.functions.map(({ name }) => name)));
  }

  /** Whether a function is defined here. */
  defines(name: string): boolean {
    return this.#names.has(name);
  }

  /** The definition of a function; of several the first. Undefined where there is none. */
  definition(name: string): DefinedFunction | undefined {
    for (const file of this.#files) {
      const [span] = file.definitions(name);
      if (span) return { ...span, file };
    }
    return undefined;
  }

  /** The same with its syntax; undefined where it does not parse, too. */
  open(name: string): ParsedFunction | undefined {
    const fn = this.#parse(name)?.fn;
    return fn && isParsed(fn) ? fn : undefined;
  }

  /** Where the grammar gave up in a function; undefined where it parses, or where there is none. */
  blemish(name: string): Blemish | undefined {
    const parsed = this.#parse(name);
    return !parsed || isParsed(parsed.fn) ? undefined : { ...parsed.fn, file: parsed.file };
  }

  #parse(
    name: string,
  ): { readonly file: SourceFile; readonly fn: ParsedFunction | ParseBlemish } | undefined {
    for (const file of this.#files) {
      const [span] = file.definitions(name);
      const fn = span && file.parse(span);
      if (fn) return { file, fn };
    }
    return undefined;
  }

  /** The words in a function's body, comments and literals apart; parses nothing. */
  words(name: string): ReadonlySet<string> {
    let words = this.#mentions.get(name);
    if (!words) {
      words = new Set(
        this.#files.flatMap((file) =>
          file
            .definitions(name)
            .flatMap(({ body, end }) => file.code.slice(body, end).match(/[A-Za-z_]\w*/g) ?? []),
        ),
      );
      this.#mentions.set(name, words);
    }
    return words;
  }

  /** The functions that are called or named in a function, and are defined here. */
  uses(name: string): readonly string[] {
    let uses = this.#uses.get(name);
    if (!uses) {
      uses = [...this.words(name)].filter((word) => word !== name && this.defines(word));
      this.#uses.set(name, uses);
    }
    return uses;
  }

  /** Whether a function reads or writes one of the fields; parses nothing. */
  touchesField(name: string, fields: ReadonlySet<string>): boolean {
    const known = this.#fieldPatterns.get(fields);
    const field = known ?? new RegExp(`(?:->|\\.)\\s*(?:${[...fields].join('|')})\\b`);
    if (!known) this.#fieldPatterns.set(fields, field);
    return this.#files.some((file) =>
      file.definitions(name).some(({ body, end }) => field.test(file.code.slice(body, end))),
    );
  }

  /** A function and all that it uses, directly or through others. */
  reach(entries: readonly string[], borders: readonly string[] = []): ReadonlySet<string> {
    // Neither has a comma: they are names.
    const key = `${entries};${borders}`;
    const known = this.#reached.get(key);
    if (known) return known;
    const seen = new Set<string>();
    const pending = entries.filter((name) => this.defines(name));
    for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
      if (seen.has(name) || borders.includes(name)) continue;
      seen.add(name);
      pending.push(...this.uses(name));
    }
    this.#reached.set(key, seen);
    return seen;
  }
}
