/** A file in a git tree or index. `path` is relative to the top of the repository. */
export interface TreeEntry {
  readonly path: string;
  /** `100644` or `100755`. */
  readonly mode: string;
  readonly id: string;
}
