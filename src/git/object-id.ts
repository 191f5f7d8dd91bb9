import { createHash } from 'node:crypto';
import type { ObjectFormat } from '../tree/blob-id.js';

/** The kinds of object that this program makes; annotated tags are the user's own. */
export type ObjectType = 'blob' | 'tree' | 'commit';

/**
 * The id that git gives an object: the hash of its type, its length and its bytes.
 * @param bytes the object without git's header
 * @returns 40 hexadecimal digits for sha1, 64 for sha256
 */
export function objectId(type: ObjectType, bytes: Buffer, format: ObjectFormat): string {
  return createHash(format).update(`${type} ${bytes.length}\0`).update(bytes).digest('hex');
}
