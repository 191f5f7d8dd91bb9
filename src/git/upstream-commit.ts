import { EnvironmentLack } from '../problem/problem.js';
import type { CommitText } from './commit-text.js';
import { type ObjectReader, openObjectReader } from './object-reader.js';
import { readCommit } from './read-commit.js';

/**
 * An upstream commit as the repository holds it, for its author and message.
 * @param source a repository's path, or a reader that is open already
 * @param id full id of the commit
 * @returns undefined where the repository doesn't hold it
 */
export async function readUpstreamCommit(
  source: string | ObjectReader,
  id: string,
): Promise<CommitText | undefined> {
  if (!/^([0-9a-f]{40}|[0-9a-f]{64})$/.test(id)) throw new Error(`not a full commit id: ${id}`);
  const reader = typeof source === 'string' ? await openObjectReader(source) : source;
  try {
    return await readCommit(reader, id);
  } catch (error) {
    // A partial clone that would have to fetch it does not hold it either.
    if (error instanceof EnvironmentLack && error.problems[0]?.code === 'missing-object') return undefined;
    throw error;
  } finally {
    if (typeof source === 'string') await reader.close();
  }
}
