import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import type { ObjectFormat } from '../tree/blob-id.js';
import type { NewObject } from './new-object.js';

const VERSION = 2;

/** The types' numbers (gitformat-pack). */
const TYPE_NUMBERS = { commit: 1, tree: 2, blob: 3 } as const;

/** Type and length: four bits of the length beside the type, then seven a byte, lowest first. */
function entryHeader(type: NewObject['type'], length: number): Buffer {
  const bytes: number[] = [];
  let byte = (TYPE_NUMBERS[type] << 4) | (length & 0x0f);
  for (let rest = length >>> 4; rest > 0; rest >>>= 7) {
    bytes.push(byte | 0x80);
    byte = rest & 0x7f;
  }
  return Buffer.from([...bytes, byte]);
}

/**
 * Objects as a packfile, as `git unpack-objects` reads it. None is a delta of another: git unpacks them into files
 * of their own anyway.
 * @param format of the repository, for the hash at the end
 */
export function packStream(objects: readonly NewObject[], format: ObjectFormat): Buffer {
  const header = Buffer.alloc(12, 'PACK');
  header.writeUInt32BE(VERSION, 4);
  header.writeUInt32BE(objects.length, 8);
  const entries = objects.flatMap(({ type, bytes }) => [entryHeader(type, bytes.length), deflateSync(bytes)]);
  const body = Buffer.concat([header, ...entries]);
  return Buffer.concat([body, createHash(format).update(body).digest()]);
}
