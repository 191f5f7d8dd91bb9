import { brokenObject } from '../problem/git-problems.js';
import type { ObjectReader } from './object-reader.js';
import type { Submodules } from './submodules.js';
import { parseTree } from './tree-object.js';

/** A file or link of a commit. */
export interface WholeTreeEntry {
  readonly path: string;
  /** As git writes it: 100644, 100755, 120000. */
  readonly mode: string;
  readonly id: string;
  /** To be asked for before the reader and the submodules are closed. */
  read(): Promise<Buffer>;
}

/** Where in the whole a tree lies: the top of its repository, and from there; both end with a slash or are empty. */
interface Where {
  readonly top: string;
  readonly folder: string;
}

/**
 * All files of a tree, in git's order, with those of the submodules that the repository holds (`.git/modules`), which
 * QEMU's build needs some of. Nothing is fetched. Names are as the tree has them: one made by hand may have any.
 * @throws EnvironmentLack `broken-object`, `missing-object`
 */
export async function* wholeTree(
  reader: ObjectReader,
  tree: string,
  submodules: Submodules,
  { top, folder }: Where = { top: '', folder: '' },
): AsyncIterable<WholeTreeEntry> {
  const object = await reader.readObject(tree);
  if (object?.type !== 'tree') throw brokenObject(reader.repository.folder, tree);
  for (const { name, mode, id } of parseTree(object.bytes, reader.repository.format)) {
    const own = `${folder}${Buffer.from(name, 'latin1').toString()}`;
    const path = `${top}${own}`;
    if (mode === '40000') yield* wholeTree(reader, id, submodules, { top, folder: `${own}/` });
    else if (mode === '160000') {
      const inner = await submodules.open(reader.repository, own, { path, commit: id });
      if (inner) yield* wholeTree(inner.reader, inner.tree, submodules, { top: `${path}/`, folder: '' });
    } else
      yield {
        path,
        mode,
        id,
        read: async () => {
          const blob = await reader.readObject(id);
          if (blob?.type !== 'blob') throw brokenObject(reader.repository.folder, id);
          return blob.bytes;
        },
      };
  }
}
