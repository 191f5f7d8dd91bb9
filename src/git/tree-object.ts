import type { ObjectFormat } from '../tree/blob-id.js';

/** One line of a tree object. */
export interface TreeObjectEntry {
  /** In octal without leading zeros, as git writes it: `100644`, `40000`. */
  readonly mode: string;
  /** One character a byte (latin1), so that any name survives. */
  readonly name: string;
  readonly id: string;
}

const ID_BYTES: Readonly<Record<ObjectFormat, number>> = { sha1: 20, sha256: 32 };

/**
 * Reads a raw tree object.
 * @returns its entries in their order
 * @throws Error where the bytes are no tree of that format
 */
export function parseTree(bytes: Buffer, format: ObjectFormat): TreeObjectEntry[] {
  const entries: TreeObjectEntry[] = [];
  let at = 0;
  while (at < bytes.length) {
    const nameEnd = bytes.indexOf(0, at);
    const end = nameEnd + 1 + ID_BYTES[format];
    const [, mode, name] = /^([0-7]+) (.+)$/s.exec(bytes.toString('latin1', at, Math.max(at, nameEnd))) ?? [];
    if (mode === undefined || name === undefined || end > bytes.length)
      throw new Error(`not a tree object: it breaks off at byte ${at} of ${bytes.length}`);
    entries.push({ mode, name, id: bytes.toString('hex', nameEnd + 1, end) });
    at = end;
  }
  return entries;
}

/** Entries as a raw tree object; they must be in git's order. The inverse of {@link parseTree}. */
export function serialiseTree(entries: readonly TreeObjectEntry[]): Buffer {
  return Buffer.concat(
    entries.flatMap(({ mode, name, id }) => [
      Buffer.from(`${mode} ${name}\0`, 'latin1'),
      Buffer.from(id, 'hex'),
    ]),
  );
}
