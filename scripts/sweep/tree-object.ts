import { createHash } from 'node:crypto';
import type { ObjectReader } from '../../src/git/object-reader.js';
import type { ObjectFormat } from '../../src/tree/blob-id.js';

interface Entry {
  /** Mode and name as the object spells them: `100644 name`. */
  readonly head: Buffer;
  readonly name: string;
  readonly id: Buffer;
}

/**
 * The id that a tree has after some of its blobs are replaced. Nothing is written.
 * @param tree any name of the tree object, such as `HEAD^{tree}`
 * @param blobs the new blob ids by path; each path must be in the tree
 */
export async function treeIdWith(
  reader: ObjectReader,
  tree: string,
  blobs: ReadonlyMap<string, string>,
): Promise<string> {
  const { format } = reader.repository;
  const object = await reader.readObject(tree);
  if (object?.type !== 'tree') throw new Error(`${tree} is no tree`);
  const entries: Entry[] = [];
  const left = new Set(blobs.keys());
  for (const entry of treeEntries(object.bytes, format)) {
    const below = new Map<string, string>();
    for (const [path, id] of blobs) {
      if (path.startsWith(`${entry.name}/`)) below.set(path.slice(entry.name.length + 1), id);
      if (path === entry.name || path.startsWith(`${entry.name}/`)) left.delete(path);
    }
    const own = blobs.get(entry.name);
    const id = below.size > 0 ? await treeIdWith(reader, entry.id.toString('hex'), below) : own;
    entries.push(id === undefined ? entry : { ...entry, id: Buffer.from(id, 'hex') });
  }
  if (left.size > 0) throw new Error(`${tree} has no ${[...left].join(', ')}`);
  const bytes = Buffer.concat(entries.flatMap(({ head, id }) => [head, Buffer.from([0]), id]));
  return createHash(format).update(`tree ${bytes.length}\0`).update(bytes).digest('hex');
}

function* treeEntries(bytes: Buffer, format: ObjectFormat): Generator<Entry> {
  const idLength = format === 'sha1' ? 20 : 32;
  for (let at = 0; at < bytes.length; ) {
    const zero = bytes.indexOf(0, at);
    const head = bytes.subarray(at, zero);
    const id = bytes.subarray(zero + 1, zero + 1 + idLength);
    yield { head, name: head.subarray(head.indexOf(0x20) + 1).toString('utf8'), id };
    at = zero + 1 + idLength;
  }
}
