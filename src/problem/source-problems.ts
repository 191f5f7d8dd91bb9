import type { Place, Problem } from './problem.js';

const FOUND: Readonly<Record<string, string>> = {
  empty: 'an empty file',
  'nul-byte': 'a NUL byte',
  'long-line': 'a line of more than 100,000 bytes',
  'conflict-marker': 'a conflict marker of a merge',
  'unterminated-comment': 'a comment that never ends',
  'unbalanced-braces': 'a brace without its partner',
  'unbalanced-conditional': 'an #if without #endif, or the other way round',
};

/** For a source and for trace-events; of C alone where it is not here. */
const EXPECTED: Readonly<Record<string, string>> = {
  empty: 'a whole file, as its origin has it',
  'nul-byte': 'text without NUL bytes',
  'long-line': 'lines as people write them',
  'conflict-marker': 'a file whose merge is finished',
};

const NEXT: Readonly<Record<string, string>> = {
  'conflict-marker': 'finish the merge first',
};

/** A file that is no text fit for editing. */
export function sourceDefect(kind: string, place: Place): Problem {
  return {
    code: kind,
    place,
    expected: EXPECTED[kind] ?? 'a C source file that a compiler would read',
    found: FOUND[kind] ?? kind,
    next: NEXT[kind] ?? 'restore the file from its origin, then run the command again',
  };
}
