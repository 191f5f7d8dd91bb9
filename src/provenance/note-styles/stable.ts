import { describedCommit, differingEntries, extent } from '../note.js';
import { wrap } from '../wrap.js';
import type { NoteStyle } from './style.js';

/**
 * As QEMU's stable maintainers write, in brackets behind the trailers: "backport to before vX-N-gHASH", then place
 * by place what is different. It is indented: so git takes it for a continuation of the line before and still sees
 * the trailers (a block with more than three other lines to a trailer is none, trailer.c).
 */
export const stable: NoteStyle = (facts) => {
  const absent = facts.absent.map(describedCommit);
  const entries = differingEntries(facts);
  const same = absent.length + entries.length === 0;
  const head = `${extent(facts)}${same ? ", at upstream's places" : absent.length > 0 ? ', backport to before' : ''}`;
  const lines = [
    head,
    ...absent.map((name) => `  ${name}`),
    ...entries.flatMap((one) => wrap(`  ${one}`, '   ')),
  ];
  return { note: lines.join('\n') };
};
