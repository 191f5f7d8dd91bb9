import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TreeTexts } from '../../src/placement/sources.js';
import { FIXTURES, targetsOf } from './fixture-trees.js';

/** The three files of a fixture tree as texts, without a copy of the tree. */
export function fixtureTexts(name: string): TreeTexts {
  const root = join(FIXTURES, name);
  const paths = targetsOf(root);
  const read = (path: string) => ({ path, text: readFileSync(join(root, path), 'latin1') });
  return { migration: read(paths.migration), savevm: read(paths.savevm), events: read(paths.events) };
}
