import type { ObjectFormat } from '../tree/blob-id.js';
import { type ObjectType, objectId } from './object-id.js';

/** An object made in memory, to be stored with others in one go. */
export interface NewObject {
  readonly type: ObjectType;
  /** Its content, without git's header. */
  readonly bytes: Buffer;
  readonly id: string;
}

/** Bytes as an object, with the id that they have in a repository of that format. */
export function newObject(type: ObjectType, bytes: Buffer, format: ObjectFormat): NewObject {
  return { type, bytes, id: objectId(type, bytes, format) };
}
