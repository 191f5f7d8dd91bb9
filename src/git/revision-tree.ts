import { unknownRevision } from '../problem/git-problems.js';
import { KNOWN_PATHS } from '../tree/layout.js';
import { MemoryTree } from '../tree/memory-tree.js';
import type { ObjectReader } from './object-reader.js';
import { checkRevisionText } from './revision.js';

/** A QEMU tree as it is at one commit. */
export interface RevisionTree {
  /** Full id of the commit. */
  readonly commit: string;
  readonly tree: MemoryTree;
  /** Blob ids by path, in the object format of the repository. */
  readonly blobIds: ReadonlyMap<string, string>;
}

/**
 * Reads the QEMU files of a revision.
 * @param reader as `openObjectReader` gives it
 * @param revision anything that names a commit; becomes the tree's name
 * @param morePaths files to read besides the known ones, where present
 * @throws Refusal `unknown-revision`, `not-a-qemu-tree`; EnvironmentLack `missing-object`
 */
export async function readRevisionTree(
  reader: ObjectReader,
  revision: string,
  morePaths: readonly string[] = [],
): Promise<RevisionTree> {
  checkRevisionText(revision);
  const commit = await reader.readObject(`${revision}^{commit}`);
  if (commit === null) throw unknownRevision(revision, 'no such commit');
  const paths = [...new Set([...KNOWN_PATHS, ...morePaths])];
  const objects = await Promise.all(paths.map((path) => reader.readObject(`${commit.id}:${path}`)));
  const files = new Map<string, Buffer>();
  const blobIds = new Map<string, string>();
  for (const [index, path] of paths.entries()) {
    const object = objects[index];
    // A folder or submodule in a file's place counts as absent, as it does for git show.
    if (object?.type !== 'blob') continue;
    files.set(path, object.bytes);
    blobIds.set(path, object.id);
  }
  return { commit: commit.id, tree: new MemoryTree(revision, files), blobIds };
}
