import { join } from 'node:path';
import { blobId } from '../blob-id.js';
import { folderOf } from '../safe-path.js';
import type { JournalEntry } from './journal.js';
import { tempFor } from './names.js';
import { syncFolder, writeNewFile } from './new-file.js';
import { type FileChange, requireReplaceable } from './ready-to-replace.js';

/**
 * Writes the new bytes of one file beside it, with its mode and owner. The target is checked first.
 * @param turn `new` for a write, `old` for its undoing: so that the two never share a name
 * @throws Refusal as {@link requireReplaceable}; system errors as they are
 */
export function writeTemp(root: string, change: FileChange, turn: 'new' | 'old'): JournalEntry {
  const { mode, uid, gid } = requireReplaceable(root, change);
  const temp = tempFor(change.path, process.pid, turn);
  writeNewFile(join(root, temp), change.after, { mode: Number(mode), uid: Number(uid), gid: Number(gid) });
  // The journal may only name files that are there after a power cut as well.
  syncFolder(join(root, folderOf(temp)));
  return { path: change.path, temp, before: blobId(change.before), after: blobId(change.after) };
}
