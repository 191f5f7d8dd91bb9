import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';

/** Everything below a folder: kinds, modes, bytes, and for files whether they were written anew. */
export type TreeState = Readonly<Record<string, string>>;

function describeEntry(path: string): string {
  const stats = lstatSync(path, { bigint: true });
  const mode = (stats.mode & 0o7777n).toString(8);
  if (stats.isDirectory()) return `folder ${mode}`;
  if (stats.isSymbolicLink()) return `link to ${readlinkSync(path)}`;
  if (!stats.isFile()) return `special ${mode}`;
  const id = createHash('sha256').update(readFileSync(path)).digest('hex');
  return `file ${mode} ${id} inode ${stats.ino} written ${stats.mtimeNs}`;
}

/** Takes down a folder's state. Follows no link and opens nothing but regular files. */
export function stateOf(root: string): TreeState {
  const state: Record<string, string> = {};
  const walk = (relative: string): void => {
    for (const name of readdirSync(join(root, relative)).sort()) {
      const path = relative === '' ? name : `${relative}/${name}`;
      const entry = describeEntry(join(root, path));
      state[path] = entry;
      if (entry.startsWith('folder')) walk(path);
    }
  };
  walk('');
  return state;
}

/** Fails unless a folder is in every byte what it was, without a file more or less. */
export function expectUntouched(root: string, before: TreeState): void {
  expect(stateOf(root)).toEqual(before);
}
