import { type Edit, splice } from '../../../src/csource/splice.js';
import type { TreeTexts } from '../../../src/placement/sources.js';

/** What lint must say of a mutant, in a finding that the tree as it was did not have. */
export interface Expected {
  /** Of each group one must be named: by the finding's checkpoint, or in its message. */
  readonly names: readonly (readonly string[])[];
  /** Where given, one of these rules, in this file. */
  readonly rules?: readonly string[];
  readonly file?: string;
  /** `warning` where upstream itself has it so. */
  readonly severity: 'error' | 'warning';
}

/** A tree with one thing made wrong. */
export interface Mutant {
  /** What was done, of a fixed set. */
  readonly kind: string;
  /** To what, and where. */
  readonly detail: string;
  readonly expected: Expected;
  /** Why it means the same as before; lint need not say anything. */
  readonly same?: string;
  /** Made when it is asked for: there are thousands. */
  readonly texts: () => TreeTexts;
}

/** The files of a tree by what they are. */
export type Role = keyof TreeTexts;

/** The tree with one file edited. */
export function edited(texts: TreeTexts, role: Role, edits: readonly Edit[]): TreeTexts {
  const { path, text } = texts[role];
  return { ...texts, [role]: { path, text: splice(text, [...edits]) } };
}

/** An error that names all of these checkpoints. */
export function naming(...names: readonly string[]): Expected {
  return { names: names.map((name) => [name]), severity: 'error' };
}

/** An error of one of these rules in a file. */
export function ruling(file: string, ...rules: readonly string[]): Expected {
  return { names: [], rules, file, severity: 'error' };
}
