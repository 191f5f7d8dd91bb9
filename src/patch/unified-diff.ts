import { diffArrays } from 'diff';
import { hunkHeading } from './hunk-heading.js';
import { type MarkedLines, slideChanges } from './slide-changes.js';
import { changesOf, type TextChange } from './text-change.js';

/** Lines added and removed by a file's change. */
export interface DiffCount {
  readonly insertions: number;
  readonly deletions: number;
}

/** Lines `start` to `end` (from 0, the end not included) of both versions. */
interface Hunk {
  readonly before: { readonly start: number; readonly end: number };
  readonly after: { readonly start: number; readonly end: number };
}

const CONTEXT = 3;

/**
 * A diff that `git apply` and `patch -p1` take, one character a byte: `---`, `+++` and hunks, as git prints them
 * (of several that are equally short it may print another).
 * Files without change are left out.
 */
export function unifiedDiff(files: readonly TextChange[]): string {
  return changesOf(files)
    .map((file) => `--- a/${file.path}\n+++ b/${file.path}\n${hunksText(file)}`)
    .join('');
}

/** The hunks of one file, each with its `@@` line. */
export function hunksText({ before, after }: Pick<TextChange, 'before' | 'after'>): string {
  const marked = markChanges(before, after);
  return hunksOf(marked.before, marked.after)
    .map((hunk) => hunkText(hunk, marked.before, marked.after))
    .join('');
}

/** Counts what a file loses and gains. */
export function countDiff({ before, after }: Pick<TextChange, 'before' | 'after'>): DiffCount {
  const marked = markChanges(before, after);
  const count = ({ changed }: MarkedLines): number => changed.filter(Boolean).length;
  return { insertions: count(marked.after), deletions: count(marked.before) };
}

/** Lines with their ends. Only LF ends a line; the last one may lack it. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function markChanges(before: string, after: string): { before: MarkedLines; after: MarkedLines } {
  const [old, now] = [linesOf(before), linesOf(after)];
  const parts = diffArrays(old, now);
  const flags = (left: 'added' | 'removed', kept: 'added' | 'removed'): boolean[] =>
    parts.filter((part) => !part[left]).flatMap((part) => part.value.map(() => part[kept]));
  const marked = {
    before: { lines: old, changed: flags('added', 'removed') },
    after: { lines: now, changed: flags('removed', 'added') },
  };
  slideChanges(marked.before, marked.after);
  slideChanges(marked.after, marked.before);
  return marked;
}

/** Changes with up to three lines around; those that are at most six lines apart share a hunk. */
function hunksOf(before: MarkedLines, after: MarkedLines): Hunk[] {
  const hunks: Hunk[] = [];
  let [old, now] = [0, 0];
  while (old < before.lines.length || now < after.lines.length) {
    const start = { old, now };
    while (before.changed[old]) old += 1;
    while (after.changed[now]) now += 1;
    if (old > start.old || now > start.now) {
      const last = hunks.at(-1);
      const near = last && start.old - last.before.end <= 2 * CONTEXT;
      if (near) hunks.pop();
      hunks.push({
        before: { start: near ? last.before.start : start.old, end: old },
        after: { start: near ? last.after.start : start.now, end: now },
      });
    }
    old += 1;
    now += 1;
  }
  return hunks.map((hunk) => {
    const above = Math.min(CONTEXT, hunk.before.start);
    const below = Math.min(CONTEXT, before.lines.length - hunk.before.end);
    const widened = ({ start, end }: Hunk['before']) => ({ start: start - above, end: end + below });
    return { before: widened(hunk.before), after: widened(hunk.after) };
  });
}

function hunkText(hunk: Hunk, before: MarkedLines, after: MarkedLines): string {
  const text: string[] = [];
  let [old, now] = [hunk.before.start, hunk.after.start];
  while (old < hunk.before.end || now < hunk.after.end) {
    for (; before.changed[old]; old += 1) text.push(`-${before.lines[old]}`);
    for (; after.changed[now]; now += 1) text.push(`+${after.lines[now]}`);
    if (old < hunk.before.end) text.push(` ${before.lines[old]}`);
    old += 1;
    now += 1;
  }
  const heading = hunkHeading(before.lines, hunk.before.start);
  const ranges = `@@ -${rangeText(hunk.before)} +${rangeText(hunk.after)} @@`;
  const lines = text.map((line) => (line.endsWith('\n') ? line : `${line}\n\\ No newline at end of file\n`));
  return `${ranges}${heading === '' ? '' : ` ${heading}`}\n${lines.join('')}`;
}

/** First line from 1 and count; a count of one is left out, and no lines stand behind the line before. */
function rangeText({ start, end }: Hunk['before']): string {
  const count = end - start;
  return `${count === 0 ? start : start + 1}${count === 1 ? '' : `,${count}`}`;
}
