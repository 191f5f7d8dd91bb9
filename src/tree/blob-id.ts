import { createHash } from 'node:crypto';

/** The two object formats of git. */
export type ObjectFormat = 'sha1' | 'sha256';

/** The id that `git hash-object --no-filters` gives these bytes in a repository of that format. */
export function blobId(bytes: Buffer, format: ObjectFormat = 'sha1'): string {
  return createHash(format).update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}
