import { brokenObject, unknownRevision } from '../problem/git-problems.js';
import { EnvironmentLack } from '../problem/problem.js';
import { KNOWN_PATHS, requireLayout, VERSION_FILE } from '../tree/layout.js';
import { MemoryTree } from '../tree/memory-tree.js';
import { FilesInCommit } from './files-in-commit.js';
import type { ObjectReader } from './object-reader.js';
import { refsMeant } from './refs-meant.js';
import { refsOfOneName } from './refs-of-one-name.js';
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
 * Reads the QEMU files of a revision: those that a port may change, and VERSION.
 * @param reader as `openObjectReader` gives it
 * @param revision anything that names a commit; becomes the tree's name
 * @param morePaths files to read besides these, where present
 * @throws Refusal `unknown-revision`, `not-a-qemu-tree`; EnvironmentLack `missing-object`, `broken-object`
 */
export async function readRevisionTree(
  reader: ObjectReader,
  revision: string,
  morePaths: readonly string[] = [],
): Promise<RevisionTree> {
  checkRevisionText(revision);
  // `:/text` takes the rest of the line for its pattern; what it finds is a commit anyway.
  const commit = await reader.readObject(revision.startsWith(':/') ? revision : `${revision}^{commit}`);
  if (commit?.type !== 'commit') {
    const meant = await refsMeant(reader.repository, revision);
    throw unknownRevision(revision, 'it names no commit here', meant);
  }
  const oneName = await refsOfOneName(reader, revision);
  if (oneName.length > 0) throw unknownRevision(revision, 'several refs have this name', oneName);
  const top = /^tree ([0-9a-f]+)\n/.exec(commit.bytes.toString('latin1', 0, 80))?.[1];
  if (top === undefined) throw brokenObject(reader.repository.folder, commit.id);
  const inCommit = new FilesInCommit(reader, top);
  const present = await allOrProblems(KNOWN_PATHS.map((path) => inCommit.has(path)));
  const layout = requireLayout(revision, (path) => present[KNOWN_PATHS.indexOf(path)] ?? false);
  const { migration, savevm, events } = layout;
  // No more than is needed: a partial clone may have to fetch each.
  const paths = [...new Set([migration, savevm, events, VERSION_FILE, ...morePaths])];
  const objects = await allOrProblems(paths.map((path) => inCommit.read(path)));
  const files = new Map<string, Buffer>();
  const blobIds = new Map<string, string>();
  for (const [index, path] of paths.entries()) {
    const object = objects[index];
    if (!object) continue;
    files.set(path, object.bytes);
    blobIds.set(path, object.id);
  }
  return { commit: commit.id, tree: new MemoryTree(revision, files), blobIds };
}

/** Waits for all. Where several objects cannot be read, the failure names each once. */
async function allOrProblems<T>(reads: readonly Promise<T>[]): Promise<T[]> {
  const settled = await Promise.allSettled(reads);
  const failures = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
  if (!failures.every((failure) => failure instanceof EnvironmentLack)) return Promise.all(reads);
  const problems = new Map(failures.flatMap((one) => one.problems).map((one) => [one.expected, one]));
  if (problems.size > 1) throw new EnvironmentLack([...problems.values()]);
  return Promise.all(reads);
}
