import { missingFile } from '../problem/tree-problems.js';
import { type Layout, requireLayout, VERSION_FILE } from './layout.js';
import type { SourceBytes, Tree } from './tree.js';
import { versionFrom } from './version.js';

/** A tree held in memory: for git revisions, for the result of a plan, and for tests. */
export class MemoryTree implements Tree {
  readonly version: string | null;
  readonly layout: Layout;
  readonly #files: ReadonlyMap<string, SourceBytes>;

  /**
   * @param name the tree as the user knows it
   * @param files bytes by relative path
   * @throws Refusal `not-a-qemu-tree`
   */
  constructor(
    readonly name: string,
    files: ReadonlyMap<string, SourceBytes>,
  ) {
    this.#files = files;
    this.layout = requireLayout(name, (path) => files.has(path));
    this.version = versionFrom(files.get(VERSION_FILE));
  }

  has(path: string): boolean {
    return this.#files.has(path);
  }

  read(path: string): SourceBytes {
    const bytes = this.#files.get(path);
    if (bytes === undefined) throw missingFile(path);
    return bytes;
  }
}
