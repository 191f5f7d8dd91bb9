import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { changedMeanwhile } from '../../problem/tree-problems.js';
import { blobId } from '../blob-id.js';
import { folderOf } from '../safe-path.js';
import { readTreeFile } from '../safe-read.js';
import { type JournalEntry, removeJournal } from './journal.js';
import { syncFolder } from './new-file.js';
import type { Announce } from './steps.js';
import { sweepStrays } from './sweep.js';

/** The blob id of a file of the tree, null if it isn't there. @throws Refusal if it is no plain file */
export function idOf(root: string, path: string): string | null {
  const file = readTreeFile(root, path);
  return file === undefined ? null : blobId(file.bytes);
}

/**
 * Renames one temporary file into place, if the target is still what it was: looked at again, links and all,
 * as late as possible.
 */
export function renameIntoPlace(root: string, entry: JournalEntry): void {
  if (idOf(root, entry.path) !== entry.before)
    throw changedMeanwhile(entry.path, 'other bytes than when the write began');
  renameSync(join(root, entry.temp), join(root, entry.path));
}

/** Ends a write whose targets are all in place: everything onto the disk, then the journal and strays go. */
export async function finishWrite(
  root: string,
  entries: readonly JournalEntry[],
  announce: Announce,
): Promise<void> {
  for (const folder of new Set(entries.map((entry) => folderOf(entry.path)))) syncFolder(join(root, folder));
  await announce('folders-synced');
  removeJournal(root);
  await announce('journal-removed');
  sweepStrays(root);
  await announce('swept');
}
