import { describedCommit, differingEntries, extent } from '../note.js';
import { wrap } from '../wrap.js';
import type { NoteStyle } from './style.js';

/** As in openEuler's QEMU, where the head says where it comes from and the end what conflicted. */
export const openeuler: NoteStyle = (facts) => {
  const lines = [
    `Conflict: ${extent(facts)}, ported by qemu-downtime`,
    ...facts.absent.map((commit) => `- without ${describedCommit(commit)}`),
    ...differingEntries(facts).map((entry) => `- ${entry}`),
  ];
  return { note: lines.flatMap((line) => wrap(line, '  ')).join('\n') };
};
