import type { SourceFile } from '../csource/source-file.js';
import type { EventsFile } from '../trace-events/events-file.js';

/** A comment that says of a finding that it is meant to be so. */
export interface Suppression {
  readonly file: string;
  /** 1-based line of the comment. */
  readonly line: number;
  /** The line that it is about: its own, or where it has one to itself the next. */
  readonly about: number;
  readonly rules: readonly string[];
  /** Why; empty where nobody said. */
  readonly reason: string;
}

const COMMENT =
  /qemu-downtime-ignore\s+([a-z-]+(?:\s*,\s*[a-z-]+)*)\s*(?::[ \t]*([^\n]*?))?\s*(?:\*\/\s*)?$/m;

/** `qemu-downtime-ignore RULE[, RULE…]: reason` in the comments of a C file. */
export function suppressionsIn(file: SourceFile): Suppression[] {
  if (!file.text.includes('qemu-downtime-ignore')) return [];
  return file.comments.flatMap((comment): Suppression[] => {
    const match = COMMENT.exec(file.slice(comment));
    if (!match) return [];
    const line = file.lineOf(comment.start);
    const last = file.lineOf(comment.end);
    const before = file.code.slice(file.lines.startOf(comment.start), comment.start);
    return [made(file.path, line, before.trim() === '' ? last + 1 : line, match)];
  });
}

/** The same in an events file, behind `#`. */
export function suppressionsInEvents(file: EventsFile): Suppression[] {
  return file.lines.flatMap(({ text }, index): Suppression[] => {
    const match = text.startsWith('#') ? COMMENT.exec(text) : null;
    return match ? [made(file.path, index + 1, index + 2, match)] : [];
  });
}

function made(file: string, line: number, about: number, match: RegExpExecArray): Suppression {
  const rules = (match[1] ?? '').split(',').map((rule) => rule.trim());
  return { file, line, about, rules, reason: (match[2] ?? '').trim() };
}
