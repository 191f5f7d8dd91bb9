import type { SourceFile } from '../csource/source-file.js';
import { type BareHead, withBareHead } from '../problem/placement-problems.js';
import type { Problem } from '../problem/problem.js';

/** How much of a head is shown, in characters. */
const SHOWN = 60;

/**
 * What holds the call at an offset without braces, or needs a statement behind it: an `if`, an `else`, a loop, a label at the
 * end of a block. With the call's line alone gone, it would take in the statement that follows.
 */
export function bareHead(file: SourceFile, offset: number): BareHead | undefined {
  if (!file.functionAt(offset)) return undefined;
  // In a preprocessor branch that is not read, what is before it in there counts.
  const code = file.code.charAt(offset).trim() === '' ? file.lexical : file.code;
  const end = lastBefore(code, offset) + 1;
  const rest = /;\s*(else\b|\})?/.exec(code.slice(offset))?.[1];
  const found = headEndingAt(code, end);
  if (!found || (found.kind === 'label' && rest !== '}')) return undefined;
  const text = file.text.slice(found.start, end).replace(/\s+/g, ' ');
  return {
    text: text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text,
    line: file.lineOf(found.start),
    kind: rest === 'else' ? 'kept' : found.kind,
  };
}

/** The problem, and in its advice what becomes of the head without braces that holds the call, if one does. */
export function withBareHeadOf(problem: Problem, file: SourceFile, offset: number): Problem {
  const head = bareHead(file, offset);
  return head ? { ...problem, next: withBareHead(problem.next, head) } : problem;
}

interface Head {
  readonly start: number;
  readonly kind: BareHead['kind'];
}

function headEndingAt(code: string, end: number): Head | undefined {
  const last = code.charAt(end - 1);
  const line = code.slice(code.lastIndexOf('\n', end - 1) + 1, end);
  if (/^\s*#/.test(line)) return undefined;
  if (last === ':') return { start: end - line.trimStart().length, kind: 'label' };
  if (last === ')') return parenthesised(code, end);
  const word = /\b(else|do)$/.exec(line)?.[1];
  if (word === undefined) return undefined;
  return { start: end - word.length, kind: word === 'else' ? 'own' : 'kept' };
}

/** `if (…)`, `for (…)`, or a loop that is a macro. */
function parenthesised(code: string, end: number): Head | undefined {
  let depth = 0;
  let at = end - 1;
  for (; at >= 0; at--) {
    const character = code.charAt(at);
    if (character === ')') depth++;
    else if (character === '(' && --depth === 0) break;
  }
  const wordEnd = lastBefore(code, at) + 1;
  let start = wordEnd;
  while (start > 0 && /\w/.test(code.charAt(start - 1))) start--;
  return start < wordEnd ? { start, kind: 'own' } : undefined;
}

/** The last character before an offset that is no blank. */
function lastBefore(code: string, offset: number): number {
  let at = offset - 1;
  while (at >= 0 && /\s/.test(code.charAt(at))) at--;
  return at;
}
