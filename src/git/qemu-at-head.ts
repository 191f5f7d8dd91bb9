import { Failure } from '../problem/problem.js';
import { openObjectReader } from './object-reader.js';
import { readRevisionTree } from './revision-tree.js';

/**
 * Whether the commit at HEAD of a repository is a QEMU tree. This is for advice: what cannot be read is none, but for
 * contents that a partial clone lacks.
 */
export async function isQemuAtHead(path: string): Promise<boolean> {
  try {
    const reader = await openObjectReader(path);
    try {
      await readRevisionTree(reader, 'HEAD');
      return true;
    } finally {
      await reader.close();
    }
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return error.problems.every(({ code }) => code === 'missing-object');
  }
}
