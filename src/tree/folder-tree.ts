import { Failure } from '../problem/problem.js';
import { interruptedWrite, missingFile, notTheTopFolder } from '../problem/tree-problems.js';
import { blobId } from './blob-id.js';
import { type Layout, requireLayout, VERSION_FILE } from './layout.js';
import { realRoot } from './real-root.js';
import { somethingAt } from './safe-path.js';
import { readTreeFile } from './safe-read.js';
import { treeAround, treeOfMigration } from './top-folder.js';
import type { SourceBytes, Tree } from './tree.js';
import { versionFrom } from './version.js';
import { JOURNAL_FILE } from './write/names.js';

/** What was seen of a file when it was read, to tell later whether it changed. */
export interface FileFacts {
  /** SHA-1 blob id, as `git hash-object --no-filters` prints it. */
  readonly blobId: string;
  readonly dev: bigint;
  readonly ino: bigint;
  readonly mode: number;
  readonly size: number;
  readonly mtimeNs: bigint;
}

type ReadFile = NonNullable<ReturnType<typeof readTreeFile>>;

/** VERSION is only shown, so a tree with an unusable one still works, without a version. */
function versionOf(root: string): string | null {
  try {
    return versionFrom(readTreeFile(root, VERSION_FILE)?.bytes);
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}

/** A QEMU tree in a folder. Each file is read once; later reads give the same bytes. */
export class FolderTree implements Tree {
  readonly #files = new Map<string, ReadFile>();

  /** Use {@link openFolderTree}. @param root absolute, real path */
  constructor(
    readonly name: string,
    readonly root: string,
    readonly layout: Layout,
    readonly version: string | null,
  ) {}

  has(path: string): boolean {
    return somethingAt(this.root, path);
  }

  read(path: string): SourceBytes {
    return this.#open(path).bytes;
  }

  /** What was seen of a file, reading it if that hasn't happened yet. @throws Refusal as {@link read} does */
  facts(path: string): FileFacts {
    const { bytes, stats } = this.#open(path);
    const { dev, ino, mode, mtimeNs } = stats;
    return { blobId: blobId(bytes), dev, ino, mode: Number(mode), size: bytes.length, mtimeNs };
  }

  #open(path: string): ReadFile {
    const known = this.#files.get(path);
    if (known) return known;
    const file = readTreeFile(this.root, path);
    if (file === undefined) throw missingFile(path);
    this.#files.set(path, file);
    return file;
  }
}

/**
 * Opens a folder as a QEMU tree. Reads only: call `recoverTree` first where the command is going to write.
 * @param path as the user gave it; may itself be a symbolic link
 * @throws Refusal `no-such-tree`, `not-a-qemu-tree`, `not-the-top-folder`, `interrupted-write` (a killed run left its journal)
 */
export function openFolderTree(path: string): FolderTree {
  const root = realRoot(path);
  if (somethingAt(root, JOURNAL_FILE)) throw interruptedWrite(JOURNAL_FILE);
  const layout = requireLayout(
    path,
    (file) => somethingAt(root, file),
    () => treeAround(path, root),
  );
  const top = treeOfMigration(path, root, layout);
  if (top !== undefined) throw notTheTopFolder(path, top);
  return new FolderTree(path, root, layout, versionOf(root));
}
