import { describedCommit, differingEntries, extent } from '../note.js';
import { wrap } from '../wrap.js';
import type { NoteStyle } from './style.js';

/** For packaging branches, whose commits become patches: a list in the description, DEP-3's fields as trailers. */
export const debian: NoteStyle = (facts) => {
  const lines = [
    `Backported by qemu-downtime: ${extent(facts)}.`,
    ...facts.absent.map((commit) => `* without ${describedCommit(commit)}`),
    ...differingEntries(facts).map((entry) => `* ${entry}`),
  ];
  return { note: lines.flatMap((line) => wrap(line, '  ')).join('\n') };
};
