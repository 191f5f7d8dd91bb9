import type { TreeTexts } from '../placement/sources.js';
import type { Tree } from '../tree/tree.js';
import type { FilePlan } from './port-result.js';

/** The files of a tree as texts of one character a byte. */
export function treeTexts(tree: Tree): TreeTexts {
  const read = (path: string) => ({ path, text: tree.read(path).toString('latin1') });
  return {
    migration: read(tree.layout.migration),
    savevm: read(tree.layout.savevm),
    events: read(tree.layout.events),
  };
}

/** The changed files of a plan, as bytes. */
export function fileChanges(files: readonly FilePlan[]): { path: string; before: Buffer; after: Buffer }[] {
  return files
    .filter((file) => file.before !== file.after)
    .map((file) => ({
      path: file.path,
      before: Buffer.from(file.before, 'latin1'),
      after: Buffer.from(file.after, 'latin1'),
    }));
}
