import { realpathSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';
import { findLayout, type Layout, VERSION_FILE } from './layout.js';
import { somethingAt } from './safe-path.js';

/** Of a tree's top folder alone. */
const TOP_FILES = [VERSION_FILE, 'configure'];

/**
 * The top folder of the tree that a folder is the `migration/` of. What is in there looks like a release before 2.3, whose
 * sources are at the top.
 * @param path the folder as the user gave it
 * @param root the same, absolute and real
 */
export function treeOfMigration(path: string, root: string, layout: Layout): string | undefined {
  if (layout.migration.includes('/') || basename(root) !== 'migration') return undefined;
  return TOP_FILES.some((file) => isThere(root, file)) || !isTop(dirname(root))
    ? undefined
    : above(path, dirname(root), 1);
}

/** The top folder of the QEMU tree that a folder is somewhere in. */
export function treeAround(path: string, root: string): string | undefined {
  for (let [at, steps] = [dirname(root), 1]; at !== dirname(at); at = dirname(at), steps++)
    if (isTop(at)) return above(path, at, steps);
  return undefined;
}

function isTop(folder: string): boolean {
  const layout = findLayout((file) => isThere(folder, file));
  return layout !== undefined && TOP_FILES.some((file) => isThere(folder, file));
}

/** What cannot be seen is not there: this is for advice. */
function isThere(folder: string, file: string): boolean {
  try {
    return somethingAt(folder, file);
  } catch {
    return false;
  }
}

/** A folder above as the user would name it; by its real path where links are in between. */
function above(path: string, real: string, steps: number): string {
  const named = normalize(join(path, ...Array<string>(steps).fill('..'))).replace(/(?<=.)\/$/, '');
  try {
    return realpathSync(named) === real ? named : real;
  } catch {
    return real;
  }
}
