import { brokenObject } from '../problem/git-problems.js';
import type { GitObject } from './batch-answers.js';
import type { ObjectReader } from './object-reader.js';
import { parseTree, type TreeObjectEntry } from './tree-object.js';

/**
 * An object that a tree or commit names, so it must be there.
 * @throws EnvironmentLack `broken-object`; `missing-object` in a partial clone
 */
async function readNamed(reader: ObjectReader, id: string, type: string): Promise<GitObject> {
  const object = await reader.readObject(id);
  // cat-file calls an object that it cannot read missing.
  if (object?.type !== type) throw brokenObject(reader.repository.folder, id);
  return object;
}

/** The regular files of a commit, found through its trees: so a path that is not there differs from a broken object. */
export class FilesInCommit {
  readonly #folders = new Map<string, Promise<ReadonlyMap<string, TreeObjectEntry> | undefined>>();

  /** @param tree id of the commit's tree */
  constructor(
    readonly reader: ObjectReader,
    readonly tree: string,
  ) {}

  /**
   * The bytes and id of a file; null where there is none. Folders, submodules and symbolic links are none.
   * @throws EnvironmentLack `broken-object`; `missing-object` in a partial clone
   */
  async read(path: string): Promise<GitObject | null> {
    const entry = await this.#file(path);
    return entry === undefined ? null : readNamed(this.reader, entry.id, 'blob');
  }

  /** Whether there is a file. Reads no more than the trees on the way. @throws as {@link read} */
  async has(path: string): Promise<boolean> {
    return (await this.#file(path)) !== undefined;
  }

  async #file(path: string): Promise<TreeObjectEntry | undefined> {
    const slash = path.lastIndexOf('/');
    const folder = await this.#folder(path.slice(0, Math.max(slash, 0)));
    const entry = folder?.get(path.slice(slash + 1));
    return entry?.mode.startsWith('100') ? entry : undefined;
  }

  #folder(path: string): Promise<ReadonlyMap<string, TreeObjectEntry> | undefined> {
    const known = this.#folders.get(path);
    if (known !== undefined) return known;
    const reading = this.#readFolder(path);
    this.#folders.set(path, reading);
    return reading;
  }

  async #readFolder(path: string): Promise<ReadonlyMap<string, TreeObjectEntry> | undefined> {
    const id = path === '' ? this.tree : await this.#folderId(path);
    if (id === undefined) return undefined;
    const tree = await readNamed(this.reader, id, 'tree');
    const entries = parseTree(tree.bytes, this.reader.repository.format);
    return new Map(entries.map((entry) => [entry.name, entry]));
  }

  async #folderId(path: string): Promise<string | undefined> {
    const slash = path.lastIndexOf('/');
    const above = await this.#folder(path.slice(0, Math.max(slash, 0)));
    const entry = above?.get(path.slice(slash + 1));
    return entry?.mode === '40000' ? entry.id : undefined;
  }
}
