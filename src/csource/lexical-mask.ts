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
  /** Offset of a comment that never ends, if there is one: it swallows the rest. */
  readonly unterminated: number | undefined;
}

const BYTE_ORDER_MARK = '\xef\xbb\xbf';

// One alternative a token: byte order mark, block comment, line comment (a backslash continues it; a CR LF is no
// part of it), string or character. A quote without a partner takes the rest of its line, as for a compiler's lexer.
const TOKEN =
  /^\xef\xbb\xbf|\/\*[\s\S]*?\*\/|\/\/(?:[^\\\r\n]+|\\\r?\n|\\|\r(?!\n))*|(["'])(?:\\(?:\r\n|[\s\S])|(?!\1)[^\\\n])*(\1?)|\/\*/g;

/** The same text with everything but line ends turned to spaces. */
export function blank(text: string): string {
  // Run by run, not character by character: comments are a third of the sources.
  return LINE_END.test(text) ? text.replace(/[^\r\n]+/g, (run) => spaces(run.length)) : spaces(text.length);
}

const LINE_END = /[\r\n]/;

// A part of a long text is made without copying; to repeat one copies it.
const MANY_SPACES = ' '.repeat(256);

function spaces(count: number): string {
  return count > MANY_SPACES.length ? ' '.repeat(count) : MANY_SPACES.slice(0, count);
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
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match; match = TOKEN.exec(text)) {
    const token = match[0];
    const start = match.index;
    const end = start + token.length;
    pieces.push(text.slice(done, start));
    if (token === '/*') {
      unterminated = start;
      comments.push({ start, end: text.length });
      pieces.push(blank(text.slice(start)));
      done = text.length;
      break;
    }
    if (token.startsWith('/') || token === BYTE_ORDER_MARK) {
      comments.push({ start, end });
      pieces.push(blank(token));
    } else {
      literals.push({ start, end });
      const [, opening = '', closing = ''] = match;
      pieces.push(opening, blank(token.slice(1, token.length - closing.length)), closing);
    }
    done = end;
  }
  pieces.push(text.slice(done));
  const code = pieces.join('');
  if (code.length !== text.length) throw new Error('lexical mask changed the length of the text');
  return { code, comments, literals, unterminated };
}
