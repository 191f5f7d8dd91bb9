import { describedCommit, differingEntries, extent } from '../note.js';
import { wrap } from '../wrap.js';
import type { NoteStyle } from './style.js';

/** Nobody's habit: a list in the text, and the trailers as `git cherry-pick -x` leaves them. */
export const plain: NoteStyle = (facts) => {
  const lines = [
    `Ported by qemu-downtime: ${extent(facts)}.`,
    ...facts.absent.map((commit) => `- not in this tree: ${describedCommit(commit)}`),
    ...differingEntries(facts).map((entry) => `- ${entry}`),
  ];
  return { note: lines.flatMap((line) => wrap(line, '  ')).join('\n') };
};
