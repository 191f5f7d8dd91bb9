import { join } from 'node:path';
import { Failure } from '../problem/problem.js';
import { type ObjectReader, openObjectReader } from './object-reader.js';
import type { Repository } from './repository.js';

/** A submodule by its place in the whole tree. */
export interface Submodule {
  readonly path: string;
  readonly commit: string;
}

/** The submodules that a tree's files are read from. */
export class Submodules {
  readonly #readers: ObjectReader[] = [];
  readonly #absent: Submodule[] = [];

  /** Those whose commit is not on this machine. */
  get absent(): readonly Submodule[] {
    return this.#absent;
  }

  /**
   * Opens a submodule.
   * @param own its path in the repository that it is a submodule of
   * @returns its reader and the tree of its commit; undefined where it is absent
   */
  async open(
    { gitFolder }: Repository,
    own: string,
    submodule: Submodule,
  ): Promise<{ readonly reader: ObjectReader; readonly tree: string } | undefined> {
    const reader = await openIfThere(join(gitFolder, 'modules', own));
    if (reader) {
      this.#readers.push(reader);
      const object = await reader.readObject(submodule.commit);
      const text = object?.type === 'commit' ? object.bytes.toString('latin1', 0, 80) : '';
      const [, tree] = /^tree ([0-9a-f]+)\n/.exec(text) ?? [];
      if (tree !== undefined) return { reader, tree };
    }
    this.#absent.push(submodule);
    return undefined;
  }

  async close(): Promise<void> {
    await Promise.all(this.#readers.map((reader) => reader.close()));
  }
}

async function openIfThere(folder: string): Promise<ObjectReader | undefined> {
  try {
    return await openObjectReader(folder);
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}
