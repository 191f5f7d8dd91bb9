import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../problem/problem.js';
import { notCheckedOut, repositoryAsTree, type TreeCommand } from '../problem/repository-as-tree.js';
import { realRoot } from '../tree/real-root.js';
import { statsAt } from '../tree/stats-at.js';
import { treeAround } from '../tree/top-folder.js';

/** What git takes a folder for a repository by. */
const SIGNS = ['HEAD', 'objects', 'refs'];

/**
 * Does what needs a tree in a folder. Where the folder is a bare repository, a `.git`, or a checkout whose files are not
 * there, the refusal says what works on that.
 * @param command what the user wants done
 */
export async function orHintAtRevisions<Result>(
  command: TreeCommand,
  folder: string,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const isNoTree =
      error instanceof Failure && error.problems.some(({ code }) => code === 'not-a-qemu-tree');
    throw (isNoTree ? await hintedAt(command, folder) : undefined) ?? error;
  }
}

/** The refusal with a hint, where the folder has to do with a repository of QEMU's. */
async function hintedAt(command: TreeCommand, folder: string): Promise<Failure | undefined> {
  const isRepository = SIGNS.every((name) => statsAt(join(folder, name)));
  if (!isRepository && !statsAt(join(folder, '.git'))) return undefined;
  // The `.git` of a tree: that one is meant, and the refusal names it.
  if (treeAround(folder, realRoot(folder)) !== undefined) return undefined;
  const { isQemuAtHead } = await import('../git/qemu-at-head.js');
  const atHead = await isQemuAtHead(folder);
  if (isRepository) return repositoryAsTree(command, folder, atHead);
  return atHead ? notCheckedOut(command, folder, isAlone(folder)) : undefined;
}

/** Whether there is nothing but the `.git`, as `git clone --no-checkout` leaves it. */
function isAlone(folder: string): boolean {
  return readdirSync(folder).length === 1;
}
