import { brokenObject } from '../problem/git-problems.js';
import type { ObjectReader } from './object-reader.js';
import { parseTree, type TreeObjectEntry } from './tree-object.js';

/**
 * The paths that differ between two trees, by their objects alone: only folders that differ are read.
 * @returns one character a byte, so that any name survives
 * @throws EnvironmentLack `broken-object`; `missing-object` in a partial clone
 */
export async function changedPaths(reader: ObjectReader, before: string, after: string): Promise<string[]> {
  if (before === after) return [];
  const [old, now] = await Promise.all([entriesOf(reader, before), entriesOf(reader, after)]);
  const paths = await Promise.all(
    [...new Set([...old.keys(), ...now.keys()])].map((name) =>
      changedAt(reader, name, old.get(name), now.get(name)),
    ),
  );
  return paths.flat();
}

async function changedAt(
  reader: ObjectReader,
  name: string,
  old: TreeObjectEntry | undefined,
  now: TreeObjectEntry | undefined,
): Promise<string[]> {
  if (old?.id === now?.id && old?.mode === now?.mode) return [];
  if (old?.mode !== '40000' || now?.mode !== '40000') return [name];
  const below = await changedPaths(reader, old.id, now.id);
  return below.map((path) => `${name}/${path}`);
}

async function entriesOf(reader: ObjectReader, id: string): Promise<Map<string, TreeObjectEntry>> {
  const { folder, format } = reader.repository;
  const tree = await reader.readObject(id);
  if (tree?.type !== 'tree') throw brokenObject(folder, id);
  return new Map(parseTree(tree.bytes, format).map((entry) => [entry.name, entry]));
}
