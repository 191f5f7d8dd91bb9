import { gitFailed, notAFileInCommit } from '../problem/git-problems.js';
import { type NewObject, newObject } from './new-object.js';
import { objectId } from './object-id.js';
import type { ObjectReader } from './object-reader.js';
import { parseTree, serialiseTree, type TreeObjectEntry } from './tree-object.js';

/** Other bytes for a file. */
export interface BlobChange {
  /** From the top of the repository, as git prints it. */
  readonly path: string;
  readonly before: Buffer;
  readonly after: Buffer;
}

/** A file's entry in the old and the new tree. */
interface ChangedEntry {
  readonly path: string;
  readonly mode: string;
  /** Blob ids. */
  readonly before: string;
  readonly after: string;
}

/** A commit's tree with other bytes in some of its files. */
export interface ChangedTree {
  /** Id of the new top tree. */
  readonly tree: string;
  /** The blobs and trees that are new. */
  readonly objects: readonly NewObject[];
  /** In the order of the changes. */
  readonly entries: readonly ChangedEntry[];
}

/** 100664 is what git wrote in its first months, and still reads. */
const FILE_MODES = new Set(['100644', '100755', '100664']);
const FOLDER_MODES = new Set(['40000', '040000']);

/** A change with what is left of its path below the folder at hand, as names in latin1 like those of a tree. */
interface Step {
  readonly names: readonly string[];
  readonly change: BlobChange;
}

/** Makes the new trees from the leaves to the top, with what they are made of. */
class TreeChanger {
  readonly objects: NewObject[] = [];
  readonly entries = new Map<BlobChange, ChangedEntry>();

  constructor(
    readonly reader: ObjectReader,
    readonly commit: string,
  ) {}

  /** @returns the id of the tree as it is with the changes */
  async change(treeName: string, steps: readonly Step[]): Promise<string> {
    const { format, folder } = this.reader.repository;
    const tree = await this.reader.readObject(treeName);
    if (tree?.type !== 'tree') throw gitFailed('cat-file', `${folder} holds no tree ${treeName}`);
    const entries = parseTree(tree.bytes, format);
    for (const [name, below] of byFirstName(steps)) {
      const index = entries.findIndex((entry) => entry.name === name);
      const entry = entries[index];
      const path = below[0]?.change.path ?? '';
      if (entry === undefined) throw new Error(`${this.commit} has no ${path}`);
      entries[index] = { ...entry, id: await this.#newId(entry, below) };
    }
    return this.#add(newObject('tree', serialiseTree(entries), format), tree.id);
  }

  async #newId(entry: TreeObjectEntry, steps: readonly Step[]): Promise<string> {
    const deeper = steps.filter(({ names }) => names.length > 0);
    const [step, ...more] = steps.filter(({ names }) => names.length === 0);
    if (step === undefined) {
      const path = steps[0]?.change.path ?? '';
      if (!FOLDER_MODES.has(entry.mode)) throw notAFileInCommit(path, entry.mode);
      return this.change(entry.id, deeper);
    }
    if (deeper.length + more.length > 0) throw new Error(`two changes for ${step.change.path}`);
    return this.#replace(entry, step.change);
  }

  #replace({ mode, id }: TreeObjectEntry, change: BlobChange): string {
    const { format } = this.reader.repository;
    const { path, before, after } = change;
    if (!FILE_MODES.has(mode)) throw notAFileInCommit(path, mode);
    const found = objectId('blob', before, format);
    if (found !== id) throw new Error(`${this.commit}:${path} is ${id}, and was read as ${found}`);
    const newId = this.#add(newObject('blob', after, format), id);
    this.entries.set(change, { path, mode, before: id, after: newId });
    return newId;
  }

  #add(object: NewObject, before: string): string {
    if (object.id !== before) this.objects.push(object);
    return object.id;
  }
}

function byFirstName(steps: readonly Step[]): Map<string, Step[]> {
  const groups = new Map<string, Step[]>();
  for (const { names, change } of steps) {
    const [first = '', ...rest] = names;
    groups.set(first, [...(groups.get(first) ?? []), { names: rest, change }]);
  }
  return groups;
}

/**
 * The tree of a commit with other bytes in some of its files, computed in memory: only the trees on the way are
 * read, nothing is stored. Names, modes and every other entry stay as they are.
 * @param commit full id
 * @param changes files of the commit, with the bytes that they have there
 * @throws Refusal `not-a-file` for a symbolic link or submodule; EnvironmentLack `missing-object` in a partial
 *   clone, `git-failed` in a broken repository; Error where the commit has no such file or other bytes in it
 */
export async function changedTree(
  reader: ObjectReader,
  commit: string,
  changes: readonly BlobChange[],
): Promise<ChangedTree> {
  const changer = new TreeChanger(reader, commit);
  const steps = changes.map((change) => ({
    names: Buffer.from(change.path).toString('latin1').split('/'),
    change,
  }));
  const tree = await changer.change(`${commit}^{tree}`, steps);
  const entries = changes.flatMap((change) => changer.entries.get(change) ?? []);
  return { tree, objects: changer.objects, entries };
}
