import { differingEntries, extent } from '../note.js';
import { wrap } from '../wrap.js';
import type { NoteStyle } from './style.js';

/** As in Oracle's QEMU branches: the files in conflict, then the commits whose lack explains it. */
export const oracle: NoteStyle = (facts) => {
  const lacking = facts.absent.map(({ commit, subject }) => `commit ${commit.slice(0, 12)} ("${subject}")`);
  const reason = lacking.length > 0 ? `We don't have ${listed(lacking)}. ` : '';
  const lines = [
    ...wrap(`${reason}Ported by qemu-downtime: ${extent(facts)}.`, ''),
    ...differingEntries(facts).flatMap((entry) => wrap(entry, '  ')),
  ];
  const conflicts = facts.differingFiles.map((path) => `\t${path}`);
  return {
    note: lines.join('\n'),
    conflicts: conflicts.length > 0 ? ['Conflicts:', ...conflicts].join('\n') : '',
  };
};

function listed(things: readonly string[]): string {
  const last = things.at(-1) ?? '';
  return things.length < 2 ? last : `${things.slice(0, -1).join(', ')} and ${last}`;
}
