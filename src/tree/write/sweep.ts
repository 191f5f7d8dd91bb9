import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { TARGET_PATHS } from '../layout.js';
import { checkFolder, folderOf } from '../safe-path.js';
import { isJournalDraft, isTempFor } from './names.js';
import { removeFile } from './new-file.js';

function namesIn(root: string, folder: string): string[] {
  return checkFolder(root, folder) ? readdirSync(join(root, folder)) : [];
}

/**
 * Temporary files that killed runs left beside the targets, and journal drafts. Anything of such a name that is
 * no regular file isn't ours and is left alone.
 */
export function strayFiles(root: string): string[] {
  const strays = namesIn(root, '').filter(isJournalDraft);
  for (const folder of new Set([...TARGET_PATHS].map(folderOf))) {
    const targets = [...TARGET_PATHS].filter((path) => folderOf(path) === folder);
    const paths = namesIn(root, folder).map((name) => (folder === '' ? name : `${folder}/${name}`));
    strays.push(...paths.filter((path) => targets.some((target) => isTempFor(path, target))));
  }
  return strays.filter((path) => lstatSync(join(root, path)).isFile());
}

/** Removes what {@link strayFiles} finds. Only for the holder of the lock, when no journal names them any more. */
export function sweepStrays(root: string): void {
  for (const path of strayFiles(root)) removeFile(join(root, path));
}
