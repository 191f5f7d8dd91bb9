/** Replace `[start, end)` of the original text by `text`. An insertion has `start === end`. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Two edits touch the same text, or one leaves it. */
export class OverlappingEdits extends Error {}

/**
 * Applies edits by their offsets in the original text, once and all together.
 * Insertions at one offset keep the order in which they are given.
 * @throws OverlappingEdits when two edits overlap or one leaves the text: a planner's mistake, never the user's.
 */
export function splice(text: string, edits: readonly Edit[]): string {
  const sorted = edits
    .map((edit, order) => ({ edit, order }))
    .sort((a, b) => a.edit.start - b.edit.start || a.edit.end - b.edit.end || a.order - b.order);
  const pieces: string[] = [];
  let done = 0;
  for (const { edit } of sorted) {
    if (edit.start < done || edit.end < edit.start || edit.end > text.length) {
      throw new OverlappingEdits(
        `edit [${edit.start}, ${edit.end}) overlaps one that ends at ${done} or leaves the text`,
      );
    }
    pieces.push(text.slice(done, edit.start), edit.text);
    done = edit.end;
  }
  pieces.push(text.slice(done));
  return pieces.join('');
}

/** Where an offset of the edited text lies in the original; inserted text lies at its edit. */
export function offsetBefore(edits: readonly Edit[], offset: number): number {
  let moved = 0;
  for (const edit of [...edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const start = edit.start + moved;
    if (offset < start) break;
    if (offset < start + edit.text.length) return edit.start;
    moved += edit.text.length - (edit.end - edit.start);
  }
  return offset - moved;
}

/** Where what lies at an offset of the original lies in the edited text; what is inserted there comes before it. */
export function offsetAfter(edits: readonly Edit[], offset: number): number {
  const before = edits.filter(({ start, end }) => start <= offset && end <= offset);
  return before.reduce((at, { start, end, text }) => at + text.length - (end - start), offset);
}
