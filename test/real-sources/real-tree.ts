import { copyKnownFiles } from '../../scripts/bench/copy-known-files.js';
import { sourceTree } from '../../scripts/sources/cache.js';
import type { TreeKind } from '../../scripts/sources/unpack.js';
import type { TreeTexts } from '../../src/placement/sources.js';
import { treeTexts } from '../../src/port/tree-texts.js';
import { openFolderTree } from '../../src/tree/folder-tree.js';
import { scratchFolder } from '../tree/write/scratch-tree.js';

/** The trees that these tests need, by Debian release of QEMU, with and without Debian's patches. */
export const OLDER_TREES = [
  ['5.2', 'unpatched'],
  ['5.2', 'patched'],
  ['7.2', 'unpatched'],
  ['7.2', 'patched'],
] as const satisfies readonly (readonly [string, TreeKind])[];

export const NEWER_TREES = [
  ['10.0', 'unpatched'],
  ['10.0', 'patched'],
] as const satisfies readonly (readonly [string, TreeKind])[];

/**
 * The folder of a fetched release, shared by all tests: read only.
 * @throws Error with the command that fetches it; a missing source is a failure here, never a skip
 */
export function realTree(release: string, kind: TreeKind): string {
  const folder = sourceTree(release, kind);
  if (folder !== undefined) return folder;
  throw new Error(`QEMU ${release} is not in the cache; fetch it with: npm run sources -- 5.2 7.2 10.0`);
}

/** A copy of the files of a release that the program reads, for a test that writes. */
export function realCopy(release: string, kind: TreeKind): string {
  const from = realTree(release, kind);
  const root = scratchFolder();
  copyKnownFiles(from, root);
  return root;
}

export function realTexts(release: string, kind: TreeKind): TreeTexts {
  return textsIn(realTree(release, kind));
}

export function textsIn(folder: string): TreeTexts {
  return treeTexts(openFolderTree(folder));
}
