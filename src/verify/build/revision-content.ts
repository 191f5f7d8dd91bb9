import type { ObjectReader } from '../../git/object-reader.js';
import { type Submodule, Submodules } from '../../git/submodules.js';
import { wholeTree } from '../../git/whole-tree.js';
import type { ContentEntry, Origin, TreeContent } from './tree-content.js';

/** The tree of a commit, from git's objects. */
export class RevisionContent implements TreeContent {
  readonly key: string;
  readonly origin: Origin;
  readonly #submodules = new Submodules();

  /**
   * @param name the revision as the user gave it
   * @param tree the id of its tree
   */
  constructor(
    readonly name: string,
    readonly reader: ObjectReader,
    readonly tree: string,
  ) {
    this.origin = { kind: 'revision', folder: reader.repository.folder };
    this.key = `revision:${reader.repository.gitFolder}:${name}`;
  }

  get absent(): readonly Submodule[] {
    return this.#submodules.absent;
  }

  async *entries(): AsyncIterable<ContentEntry> {
    for await (const { path, mode, id, read } of wholeTree(this.reader, this.tree, this.#submodules)) {
      const kind = mode === '120000' ? 'link' : mode === '100755' ? 'executable' : 'file';
      yield { path, kind, identity: id, read };
    }
  }

  /** Nothing can be read any more. */
  async close(): Promise<void> {
    await this.#submodules.close();
    await this.reader.close();
  }
}
