/** A half-open range of byte offsets. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** What a first, grammar-free look at C text tells apart. All offsets are those of the original text. */
export interface LexicalMask {
  /** The text with comments and the insides of string and character literals turned to spaces. Equal length; line ends stay. */
  readonly code: string;
  readonly comments: readonly Range[];
  readonly literals: readonly Range[];
  /** Offset of a comment or literal that never ends, if there is one. */
  readonly unterminated: number | undefined;
}

// One alternative a token: block comment, line comment (a backslash continues it), string, character.
const TOKEN =
  /\/\*[\s\S]*?\*\/|\/\/(?:\\\r?\n|[^\n])*|"(?:\\[\s\S]|[^"\\\n])*"|'(?:\\[\s\S]|[^'\\\n])*'|\/\*|"/g;

/** The same text with everything but line ends turned to spaces. */
export function blank(text: string): string {
  // Run by run, not character by character: comments are a third of the sources.
  return text.replace(/[^\r\n]+/g, (run) => ' '.repeat(run.length));
}

/**
 * Tells code from comments and literals.
 * @param text C source, one character a byte (latin1).
 */
export function maskLexically(text: string): LexicalMask {
  const comments: Range[] = [];
  const literals: Range[] = [];
  const pieces: string[] = [];
  let done = 0;
  let unterminated: number | undefined;
  for (const match of text.matchAll(TOKEN)) {
    const token = match[0];
    const start = match.index;
    const end = start + token.length;
    if (token === '/*' || token === '"') {
      // An unpaired quote is ordinary in an #error line or in assembler text; only a comment swallows the file.
      if (token === '/*') unterminated ??= start;
      continue;
    }
    pieces.push(text.slice(done, start));
    if (token.startsWith('/')) {
      comments.push({ start, end });
      pieces.push(blank(token));
    } else {
      literals.push({ start, end });
      const quote = token.charAt(0);
      pieces.push(quote, blank(token.slice(1, -1)), quote);
    }
    done = end;
  }
  pieces.push(text.slice(done));
  const code = pieces.join('');
  if (code.length !== text.length) throw new Error('lexical mask changed the length of the text');
  return { code, comments, literals, unterminated };
}
