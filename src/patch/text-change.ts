/** A file's text before and after, one character a byte. */
export interface TextChange {
  /** Relative to the top of the tree. */
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** A change with what git knows of the file besides. */
export interface GitChange extends TextChange {
  /** As git writes it: `100644`. */
  readonly mode: string;
  /** The ids of the texts as blobs, in full. */
  readonly beforeId: string;
  readonly afterId: string;
}

const PLAIN_PATH = /^[A-Za-z0-9._+-]+(?:\/[A-Za-z0-9._+-]+)*$/;

/** Those that change anything. @throws Error for a path that a diff would have to quote: a tree of QEMU has none */
export function changesOf<Change extends TextChange>(files: readonly Change[]): Change[] {
  const changes = files.filter(({ before, after }) => before !== after);
  const odd = changes.find(({ path }) => !PLAIN_PATH.test(path));
  if (odd) throw new Error(`no diff is made for the path ${JSON.stringify(odd.path)}`);
  return changes;
}
