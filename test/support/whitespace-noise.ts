import fc from 'fast-check';
import { maskLexically } from '../../src/csource/lexical-mask.js';

/** Changes of C text that mean nothing to a compiler. */
export interface Noise {
  readonly tabs: boolean;
  readonly ends: 'lf' | 'crlf' | 'mixed';
  /** What happens at a line; the line is this number modulo the number of lines. */
  readonly touches: readonly { readonly line: number; readonly kind: Touch }[];
}

type Touch = (typeof TOUCHES)[number];

const TOUCHES = [
  'blank line',
  'two blank lines',
  'blank line with spaces',
  'trailing blanks',
  'trailing tab',
  'block comment',
  'line comment',
  'comment line',
] as const;

/** Any noise, over at most `most` places of a text. */
export function noises(most: number): fc.Arbitrary<Noise> {
  return fc.record({
    tabs: fc.boolean(),
    ends: fc.constantFrom('lf', 'crlf', 'mixed'),
    touches: fc.array(fc.record({ line: fc.nat(), kind: fc.constantFrom(...TOUCHES) }), { maxLength: most }),
  });
}

const ADDED: Readonly<Record<Touch, (line: string) => string>> = {
  'blank line': (line) => `${line}\n`,
  'two blank lines': (line) => `${line}\n\n`,
  'blank line with spaces': (line) => `${line}\n    `,
  'trailing blanks': (line) => `${line}  `,
  'trailing tab': (line) => `${line}\t`,
  'block comment': (line) => `${line} /* noise */`,
  'line comment': (line) => `${line} // noise`,
  'comment line': (line) => `${line}\n    /* noise */`,
};

/** The text with the noise in it. Lines that end inside a comment or go on behind a backslash stay as they are. */
export function noisy(text: string, noise: Noise): string {
  const { comments } = maskLexically(text);
  const lines = text.split('\n');
  let at = -1;
  const ends = lines.map((line) => {
    at += line.length + 1;
    return at;
  });
  const open = (index: number): boolean => {
    const end = ends[index] ?? 0;
    const inside = comments.some((range) => range.start < end && end <= range.end - 1);
    const lineComment = comments.some((range) => range.end === end && text.startsWith('//', range.start));
    return !inside && !lineComment && !(lines[index] ?? '').endsWith('\\');
  };
  const kinds = new Map<number, Touch>();
  for (const { line, kind } of noise.touches) kinds.set(line % (lines.length - 1), kind);
  const touched = lines.map((line, index) => {
    const kind = kinds.get(index);
    const indented = noise.tabs ? line.replace(/^(?: {4})+/, (run) => '\t'.repeat(run.length / 4)) : line;
    return kind && open(index) ? ADDED[kind](indented) : indented;
  });
  return withEnds(touched.join('\n'), noise.ends);
}

/** The text with other line ends; `mixed` has a CR in every third line. */
export function withEnds(text: string, ends: Noise['ends']): string {
  let count = 0;
  if (ends === 'lf') return text;
  return text.replace(/\r?\n/g, () => (ends === 'crlf' || ++count % 3 === 0 ? '\r\n' : '\n'));
}
