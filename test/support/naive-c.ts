/**
 * A reader of C that knows only brackets, semicolons, comments and strings. It shares no code with the program,
 * so that what it says of a result is a second opinion.
 */

/** A statement, or one of the braces of a block with the header in front of it. */
export interface Piece {
  readonly kind: 'statement' | 'open' | 'close';
  /** Without comments, white space run together. For `open`: the header, such as `if (ret < 0)`. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly line: number;
  /** Inside an `#if`. */
  readonly conditional: boolean;
  /** 1 directly in the function's body. A brace has the depth of what it encloses. */
  readonly depth: number;
}

/** A function with its body in pieces, without the body's own braces. */
export interface NaiveFunction {
  readonly name: string;
  readonly start: number;
  readonly bodyStart: number;
  readonly end: number;
  readonly pieces: readonly Piece[];
}

const blank = (text: string): string => text.replace(/[^\n]/g, ' ');

/** Comments become spaces; the length stays. */
function withoutComments(text: string): string {
  return text.replace(
    /\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g,
    (match: string) => (match.startsWith('/') ? blank(match) : match),
  );
}

/** The comments of a text, in order. */
export function commentsOf(text: string): string[] {
  const found = text.match(/\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g) ?? [];
  return found.filter((match) => match.startsWith('/'));
}

/** Only what gives the text its structure: no comments, no strings, no preprocessor lines. */
function skeleton(text: string): string {
  return withoutComments(text)
    .replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, blank)
    .replace(/^[ \t]*#(?:[^\n]*\\\r?\n)*[^\n]*/gm, blank);
}

/** How many `#if`s enclose each line. */
export function preprocessorDepths(text: string): number[] {
  let depth = 0;
  return withoutComments(text)
    .split('\n')
    .map((line) => {
      if (/^\s*#\s*if/.test(line)) depth += 1;
      const here = depth;
      if (/^\s*#\s*endif/.test(line)) depth -= 1;
      return here;
    });
}

function nameBefore(code: string, brace: number): { name: string; start: number } | undefined {
  const head = code.slice(0, brace).trimEnd();
  if (!head.endsWith(')')) return undefined;
  let open = head.length - 1;
  for (let depth = 0; open >= 0; open -= 1) {
    if (head[open] === ')') depth += 1;
    if (head[open] === '(') depth -= 1;
    if (depth === 0) break;
  }
  const name = /(\w+)\s*$/.exec(head.slice(0, open))?.[1];
  if (name === undefined) return undefined;
  const since = Math.max(head.lastIndexOf(';', open), head.lastIndexOf('}', open)) + 1;
  return { name, start: since + (/^\s*/.exec(head.slice(since))?.[0].length ?? 0) };
}

/** The functions of a text, in order. */
export function functionsOf(text: string): NaiveFunction[] {
  const code = skeleton(text);
  // Strings that hold more than words are no code, however they look.
  const shown = withoutComments(text)
    .replace(/^[ \t]*#(?:[^\n]*\\\r?\n)*[^\n]*/gm, blank)
    .replace(/"(?:[^"\\\n]|\\.)*"/g, (string) => (/^"[\w -]*"$/.test(string) ? string : blank(string)));
  const functions: NaiveFunction[] = [];
  const conditional = preprocessorDepths(text).map((depth) => depth > 0);
  let at = 0;
  for (;;) {
    const brace = code.indexOf('{', at);
    if (brace < 0) return functions;
    const end = closing(code, brace);
    const head = nameBefore(code, brace);
    if (head) {
      const pieces = piecesOf(code, shown, conditional, brace + 1, end - 1);
      functions.push({ ...head, bodyStart: brace + 1, end, pieces });
    }
    at = end;
  }
}

function closing(code: string, brace: number): number {
  let depth = 0;
  for (let at = brace; at < code.length; at += 1) {
    if (code[at] === '{') depth += 1;
    if (code[at] === '}') depth -= 1;
    if (depth === 0) return at + 1;
  }
  return code.length;
}

function piecesOf(
  code: string,
  shown: string,
  conditional: readonly boolean[],
  from: number,
  to: number,
): Piece[] {
  const pieces: Piece[] = [];
  let start = from;
  let depth = 1;
  let parens = 0;
  const add = (kind: Piece['kind'], end: number, itsDepth: number): void => {
    // A label belongs to no statement, as far as neighbours go.
    const skip = /^(?:\s*(?!default\b)\w+\s*:(?![:\w]))*\s*/.exec(shown.slice(start, end))?.[0].length ?? 0;
    const begin = start + skip;
    const text = shown.slice(begin, end).replace(/\s+/g, ' ').trim();
    const line = shown.slice(0, begin).split('\n').length;
    pieces.push({
      kind,
      text,
      start: begin,
      end,
      line,
      conditional: conditional[line - 1] ?? false,
      depth: itsDepth,
    });
    start = end;
  };
  for (let at = from; at < to; at += 1) {
    const character = code[at];
    if (character === '(') parens += 1;
    if (character === ')') parens -= 1;
    if (parens > 0) continue;
    if (character === ';') add('statement', at + 1, depth);
    if (character === '{') {
      depth += 1;
      add('open', at + 1, depth);
    }
    if (character === '}') {
      add('close', at + 1, depth);
      depth -= 1;
    }
  }
  return pieces;
}

/** The text from a block's header to its closing brace, with the `if`s in front of an `else`. */
export function blockEndingAt(
  fn: NaiveFunction,
  close: number,
): { header: string; text: string; from: number } {
  const depth = fn.pieces[close]?.depth ?? 0;
  let open = close - 1;
  while (open >= 0 && !(fn.pieces[open]?.kind === 'open' && fn.pieces[open]?.depth === depth)) open -= 1;
  const header = (fn.pieces[open]?.text ?? '').replace(/\s*\{$/, '');
  if (/^else\b/.test(header) && fn.pieces[open - 1]?.kind === 'close') {
    const before = blockEndingAt(fn, open - 1);
    return { ...before, text: `${before.text} ${join(fn, open, close)}` };
  }
  return { header, text: join(fn, open, close), from: open };
}

/** The text of the block that a header opens, to the end of a last `else`. */
export function blockBeginningAt(fn: NaiveFunction, open: number): string {
  const depth = fn.pieces[open]?.depth ?? 0;
  let close = open + 1;
  while (
    close < fn.pieces.length &&
    !(fn.pieces[close]?.kind === 'close' && fn.pieces[close]?.depth === depth)
  )
    close += 1;
  return join(fn, open, close);
}

function join(fn: NaiveFunction, from: number, to: number): string {
  return fn.pieces
    .slice(from, to + 1)
    .map((piece) => piece.text)
    .join(' ');
}

/** The header of the block that holds a piece, '' directly in the body. */
export function headerAround(fn: NaiveFunction, index: number): string {
  const depth = fn.pieces[index]?.depth ?? 1;
  for (let at = index - 1; at >= 0; at -= 1) {
    const piece = fn.pieces[at];
    if (piece?.kind === 'open' && piece.depth === depth) return piece.text.replace(/\s*\{$/, '');
  }
  return '';
}

/** Words and signs of a text without comments. */
export function tokensOf(text: string): string[] {
  return withoutComments(text).match(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\w+|[^\s\w]/g) ?? [];
}
