import type { Submodule } from '../../git/submodules.js';

/** A file of the tree that is built. */
export interface ContentEntry {
  /** From the top of the tree, with slashes. */
  readonly path: string;
  readonly kind: 'file' | 'executable' | 'link';
  /** The same as long as the file is. */
  readonly identity: string;
  /** Its bytes; of a link where it points to. */
  read(): Promise<Buffer>;
}

/** Where a tree comes from, which tells how to get what it lacks. */
export interface Origin {
  readonly kind: 'checkout' | 'files' | 'revision';
  /** The folder of the tree, or of the repository that has the revision. */
  readonly folder: string;
}

/** The whole of a tree, from a folder or a revision. */
export interface TreeContent {
  /** What it is called, for people. */
  readonly name: string;
  /** The same for each run on the same tree, whatever has changed in it: its copy and its build are kept under that. */
  readonly key: string;
  readonly origin: Origin;
  /** Submodules that are not on this machine; known once all entries were asked for, which is done once. */
  readonly absent: readonly Submodule[];
  entries(): AsyncIterable<ContentEntry>;
}
