import type { Range } from './lexical-mask.js';
import { blank } from './lexical-mask.js';

/** One `#if … #endif`, with what its first branch is guarded by. */
export interface Conditional extends Range {
  /** The directive as written, such as `#ifdef __linux__`, white space folded. */
  readonly directive: string;
  /** True for an include guard or anything else that encloses all of the file's code. */
  readonly wholeFile: boolean;
  /** The `#else` and `#elif` branches, which the parser does not see; of an `#if 0` the first branch instead. */
  readonly hidden: readonly Range[];
}

/** What the preprocessor adds to a lexical mask. */
export interface PreprocessorMask {
  /** The code with directive lines and hidden branches turned to spaces. Equal length. */
  readonly code: string;
  readonly conditionals: readonly Conditional[];
  /** The `#define` directives, with their continuation lines. */
  readonly defines: readonly Range[];
  /** Offset of an `#if` without `#endif`, or an `#endif` without `#if`. */
  readonly unbalanced: number | undefined;
}

interface Open {
  start: number;
  directive: string;
  /** Start of the branch being read, and whether it is hidden from the parser. */
  branch: number;
  hiding: boolean;
  /** The one branch for the parser has begun. */
  shown: boolean;
  hidden: Range[];
}

// A directive with its continuation lines, from its `#` on.
const DIRECTIVE = /#[ \t]*(\w*)(?:\\\r?\n|[^\n])*/y;

/** The directives of a text: a `#` with nothing but blanks before it on its line. `#` is rare in C, lines are not. */
function* directives(code: string): Generator<{ word: string; text: string; start: number; end: number }> {
  for (let at = code.indexOf('#'); at >= 0; at = code.indexOf('#', at + 1)) {
    let start = at;
    while (start > 0 && (code.charAt(start - 1) === ' ' || code.charAt(start - 1) === '\t')) start--;
    if (start > 0 && code.charAt(start - 1) !== '\n') continue;
    DIRECTIVE.lastIndex = at;
    const match = DIRECTIVE.exec(code);
    if (!match) continue;
    const end = at + match[0].length;
    yield { word: match[1] ?? '', text: match[0], start, end };
    at = end - 1;
  }
}

/**
 * Finds directives and conditional branches.
 * Only the first branch of a conditional reaches the parser (of an `#if 0` only the second), so that braces
 * stay balanced; nothing may be placed inside any branch, see `conditionalAt`.
 * @param code Text whose comments and literals are already blank.
 */
export function maskPreprocessor(code: string): PreprocessorMask {
  const conditionals: Conditional[] = [];
  const blanks: Range[] = [];
  const open: Open[] = [];
  const defines: Range[] = [];
  let unbalanced: number | undefined;
  for (const { word, text, start, end } of directives(code)) {
    blanks.push({ start, end });
    switch (word) {
      case 'if':
      case 'ifdef':
      case 'ifndef': {
        const directive = text.trim().replace(/\s+/g, ' ');
        const zero = /^# ?if 0$/.test(directive);
        open.push({ start, directive, branch: end, hiding: zero, shown: !zero, hidden: [] });
        break;
      }
      case 'else':
      case 'elif': {
        const top = open.at(-1);
        if (!top) {
          unbalanced ??= start;
          break;
        }
        if (top.hiding) top.hidden.push({ start: top.branch, end: start });
        top.hiding = top.shown;
        top.shown = true;
        top.branch = end;
        break;
      }
      case 'endif': {
        const top = open.pop();
        if (!top) {
          unbalanced ??= start;
          break;
        }
        if (top.hiding) top.hidden.push({ start: top.branch, end: start });
        blanks.push(...top.hidden);
        const wholeFile =
          top.hidden.length === 0 && isBlank(code, end, code.length) && isBlank(code, 0, top.start, blanks);
        conditionals.push({ start: top.start, end, directive: top.directive, wholeFile, hidden: top.hidden });
        break;
      }
      case 'define':
        defines.push({ start, end });
        break;
      default:
        break;
    }
  }
  const left = open.at(0);
  if (left) unbalanced ??= left.start;
  return { code: blankRanges(code, blanks), conditionals, defines, unbalanced };
}

/** True if a stretch holds nothing but white space and the given ranges. */
function isBlank(code: string, start: number, end: number, apart: readonly Range[] = []): boolean {
  const within = apart.filter((range) => range.end <= end);
  return blankRanges(code.slice(start, end), within).trim() === '';
}

/** The text with the given ranges blanked; ranges may nest. */
function blankRanges(text: string, ranges: readonly Range[]): string {
  const sorted = [...ranges].sort((a, b) => a.start - b.start || b.end - a.end);
  const pieces: string[] = [];
  let done = 0;
  for (const { start, end } of sorted) {
    if (end <= done) continue;
    const from = Math.max(start, done);
    pieces.push(text.slice(done, from), blank(text.slice(from, end)));
    done = end;
  }
  pieces.push(text.slice(done));
  return pieces.join('');
}

/** The innermost conditional that encloses an offset; an include guard does not count. */
export function conditionalAt(conditionals: readonly Conditional[], offset: number): Conditional | undefined {
  let found: Conditional | undefined;
  for (const conditional of conditionals) {
    if (conditional.wholeFile || offset < conditional.start || offset >= conditional.end) continue;
    if (!found || conditional.start > found.start) found = conditional;
  }
  return found;
}
