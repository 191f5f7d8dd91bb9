import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TreeTexts } from '../../src/placement/sources.js';
import { treeTexts } from '../../src/port/tree-texts.js';
import { blobId } from '../../src/tree/blob-id.js';
import { openFolderTree } from '../../src/tree/folder-tree.js';
import { type GoldenTree, goldenTrees } from '../../test/golden/golden.js';
import type { Texts } from './contestant.js';

/** The tree that everything runs on. */
export interface BenchTree {
  readonly folder: string;
  readonly version: string;
  readonly texts: TreeTexts;
  /** The C files and the events file, relative to the folder. */
  readonly paths: readonly [migration: string, savevm: string, events: string];
  /** What is known of its sites; undefined where it is none of the known releases. */
  readonly golden: GoldenTree | undefined;
}

export function openBenchTree(folder: string): BenchTree {
  const tree = openFolderTree(folder);
  const texts = treeTexts(tree);
  const files = [texts.migration, texts.savevm, texts.events] as const;
  const golden = [...goldenTrees.values()].find((known) =>
    files.every(({ path, text }) => known.blobs[path] === blobId(Buffer.from(text, 'latin1'))),
  );
  const { migration, savevm, events } = tree.layout;
  return {
    folder: tree.root,
    version: tree.version ?? '?',
    texts,
    paths: [migration, savevm, events],
    golden,
  };
}

/** The C files and the events file in a folder, laid out as the tree. */
export function readTexts(folder: string, { paths }: BenchTree): Texts {
  return new Map(paths.map((path) => [path, readFileSync(join(folder, path), 'latin1')]));
}
