import type { Layout } from './layout.js';

/** The bytes of one source file, never decoded on the way in or out. */
export type SourceBytes = Buffer;

/** A QEMU source tree to read from: a folder, a git revision, or memory. */
export interface Tree {
  /** The tree as the user knows it: the path or revision as given. */
  readonly name: string;
  /** First line of VERSION, for display; null where there is none. */
  readonly version: string | null;
  readonly layout: Layout;
  /** Whether there is something at this relative path (of whatever kind: reading decides). */
  has(path: string): boolean;
  /**
   * The bytes of a file.
   * @throws Refusal where it is missing or may not be read safely
   */
  read(path: string): SourceBytes;
}
