import { folderOf } from '../safe-path.js';

/** Held while a run writes to the tree. In the tree's top folder. */
export const LOCK_FILE = '.qemu-downtime.lock';

/** There from before the first rename until after the last. In the tree's top folder. */
export const JOURNAL_FILE = '.qemu-downtime.journal';

/** Where a journal is prepared before it takes its name. */
export function journalDraft(pid: number): string {
  return `${JOURNAL_FILE}.${pid}.new`;
}

/** Whether a name in the top folder is a journal draft. */
export function isJournalDraft(name: string): boolean {
  return /^\.qemu-downtime\.journal\.\d+\.new$/.test(name);
}

/** The temporary file for a target: beside it, so that a rename never crosses file systems. `turn` tells a run's several apart. */
export function tempFor(path: string, pid: number, turn: 'new' | 'old'): string {
  const folder = folderOf(path);
  const name = folder === '' ? path : path.slice(folder.length + 1);
  const suffix = turn === 'new' ? '' : '-undo';
  return `${folder === '' ? '' : `${folder}/`}.${name}.qemu-downtime-${pid}${suffix}.tmp`;
}

/** Whether a path is one that {@link tempFor} makes for this target, whichever process made it. */
export function isTempFor(path: string, target: string): boolean {
  const folder = folderOf(target);
  if (folderOf(path) !== folder) return false;
  const skip = folder === '' ? 0 : folder.length + 1;
  const start = `.${target.slice(skip)}.qemu-downtime-`;
  const name = path.slice(skip);
  return name.startsWith(start) && /^\d+(-undo)?\.tmp$/.test(name.slice(start.length));
}
