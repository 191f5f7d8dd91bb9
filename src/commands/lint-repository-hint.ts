import { join } from 'node:path';
import { repositoryAsTree } from '../problem/git-problems.js';
import { Failure } from '../problem/problem.js';
import { statsAt } from '../tree/stats-at.js';

/** What git takes a folder for a repository by. */
const SIGNS = ['HEAD', 'objects', 'refs'];

/**
 * Does what needs a tree in a folder. Where the folder is a bare repository or a `.git`, the refusal says how to name
 * revisions of it.
 */
export async function orHintAtRevisions<Result>(
  folder: string,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const isNoTree =
      error instanceof Failure && error.problems.some(({ code }) => code === 'not-a-qemu-tree');
    const isRepository = isNoTree && SIGNS.every((name) => statsAt(join(folder, name)));
    throw isRepository ? repositoryAsTree(folder) : error;
  }
}
