import type { GitObject } from './batch-answers.js';
import { type CommitText, parseCommit } from './commit-text.js';
import type { ObjectReader } from './object-reader.js';

/** The commit that an object is; undefined where there is none, or it is another thing. */
export function commitIn(object: GitObject | null): CommitText | undefined {
  return object?.type === 'commit' ? parseCommit(object.bytes) : undefined;
}

/** Reads a commit. @throws as the reader's `readObject` */
export async function readCommit(reader: ObjectReader, name: string): Promise<CommitText | undefined> {
  return commitIn(await reader.readObject(name));
}
