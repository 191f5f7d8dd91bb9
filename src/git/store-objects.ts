import { gitFailed, noSpaceForObjects } from '../problem/git-problems.js';
import type { NewObject } from './new-object.js';
import { packStream } from './pack-stream.js';
import type { Repository } from './repository.js';
import { GitError, runGit } from './run-git.js';

/** How the C library words ENOSPC, EDQUOT and EFBIG. */
const FULL = /No space left on device|Disk quota exceeded|File too large/;

/**
 * Stores objects with one git process. Nothing points to them, so nobody sees them; stored ones stay as they are.
 * A failure may leave some of them, for git to prune one day.
 * @param objects in any order, also doubled
 * @throws EnvironmentLack `no-space`, `git-failed`, `no-git`
 */
export async function storeObjects(repository: Repository, objects: readonly NewObject[]): Promise<void> {
  if (objects.length === 0) return;
  try {
    const input = packStream(objects, repository.format);
    await runGit(repository.folder, ['unpack-objects', '-q'], { input });
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    if (FULL.test(error.stderr)) throw noSpaceForObjects(repository.folder, error.stderr);
    throw gitFailed(error.command, error.stderr);
  }
}
