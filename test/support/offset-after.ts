import type { Edit } from '../../src/csource/splice.js';

/** Where an offset of the original text lies after the edits. An insertion at the offset itself comes before it. */
export function offsetAfter(edits: readonly Edit[], offset: number): number {
  let moved = offset;
  for (const edit of edits) {
    if (edit.end <= offset) moved += edit.text.length - (edit.end - edit.start);
  }
  return moved;
}
