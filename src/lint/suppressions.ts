import type { SourceFile } from '../csource/source-file.js';
import type { EventsFile } from '../trace-events/events-file.js';

/** A comment that says of a finding that it is meant to be so. */
export interface Suppression {
  readonly file: string;
  /** 1-based line of the comment. */
  readonly line: number;
  /** The lines that it is about: its own, or where it has that to itself the following, up to one that is no comment. */
  readonly about: { readonly first: number; readonly last: number };
  readonly rules: readonly string[];
  /** Why; empty where nobody said. */
  readonly reason: string;
}

/** Names that no rule has are taken as well, so that a slip is told. */
const COMMENT =
  /qemu-downtime-ignore[ \t]+([\w-]+(?:[ \t]*,[ \t]*[\w-]+)*)[ \t]*(?::[ \t]*([^\n]*?))?\s*(?:\*\/\s*)?$/gm;

/** `qemu-downtime-ignore RULE[, RULE…]: reason` in the comments of a C file. */
export function suppressionsIn(file: SourceFile): Suppression[] {
  if (!file.text.includes('qemu-downtime-ignore')) return [];
  return file.comments.flatMap((comment): Suppression[] => {
    const matches = [...file.slice(comment).matchAll(COMMENT)];
    if (matches.length === 0) return [];
    const line = file.lineOf(comment.start);
    const before = file.lexical.slice(file.lines.startOf(comment.start), comment.start);
    const about =
      before.trim() === ''
        ? following(file.lineOf(comment.end), file.lexical.split('\n'), (code) => code.trim() !== '')
        : { first: line, last: line };
    return matches.map((match) => made(file.path, line, about, match));
  });
}

/** Whether a comment is about a finding. */
export function suppresses(
  { rules, file, about: { first, last } }: Suppression,
  finding: { readonly rule: string; readonly file: string; readonly line?: number | undefined },
): boolean {
  const { line } = finding;
  return (
    rules.includes(finding.rule) &&
    file === finding.file &&
    line !== undefined &&
    first <= line &&
    line <= last
  );
}

/** The lines behind one, up to the first that has something to it. */
function following(
  line: number,
  lines: readonly string[],
  hasSomething: (text: string) => boolean,
): Suppression['about'] {
  const next = lines.findIndex((text, index) => index >= line && hasSomething(text));
  return { first: line + 1, last: next < 0 ? lines.length : next + 1 };
}

/** The same in an events file, behind `#`. */
export function suppressionsInEvents(file: EventsFile): Suppression[] {
  const lines = file.lines.map(({ text }) => text);
  return lines.flatMap((text, index): Suppression[] => {
    if (!text.startsWith('#')) return [];
    const about = following(index + 1, lines, (one) => one !== '' && !one.startsWith('#'));
    return [...text.matchAll(COMMENT)].map((match) => made(file.path, index + 1, about, match));
  });
}

function made(file: string, line: number, about: Suppression['about'], match: RegExpExecArray): Suppression {
  const rules = (match[1] ?? '').split(',').map((rule) => rule.trim());
  return { file, line, about, rules, reason: (match[2] ?? '').trim() };
}
