import { finishWrite, renameIntoPlace } from './complete.js';
import { removeJournal, writeJournal } from './journal.js';
import type { FileChange } from './ready-to-replace.js';
import type { Announce } from './steps.js';
import { sweepStrays } from './sweep.js';
import { writeTemp } from './temp-files.js';

/** Gives up a write that has not replaced any file. The journal goes first: without it temps mean nothing. */
export function giveUp(root: string): void {
  removeJournal(root);
  sweepStrays(root);
}

/**
 * Takes back a write that failed after some files were replaced: the same write the other way round, with a
 * journal of its own that replaces the first. So a run killed here is completed to the old bytes.
 * @param replaced the changes whose files are already new
 */
export async function undoWrite(
  root: string,
  replaced: readonly FileChange[],
  announce: Announce,
): Promise<void> {
  if (replaced.length === 0) {
    giveUp(root);
    return;
  }
  const back = replaced.map(({ path, before, after }) => ({ path, before: after, after: before }));
  const entries = back.map((change) => writeTemp(root, change, 'old'));
  writeJournal(root, entries);
  await announce('undo-prepared');
  for (const entry of entries) {
    renameIntoPlace(root, entry);
    await announce('renamed', entry.path);
  }
  await finishWrite(root, entries, announce);
}
