import { realpathSync, statSync } from 'node:fs';
import { Failure } from '../problem/problem.js';
import { reasonOf } from '../problem/system-reason.js';
import { noSuchTree } from '../problem/tree-problems.js';
import { errnoOf } from './errno.js';

/**
 * The absolute path of a tree's top folder. The user may name it by a symbolic link: only what lies below is
 * checked for links.
 * @param missing words the refusal of a path that is no folder
 * @throws Refusal `no-such-tree`, or what `missing` gives
 */
export function realRoot(path: string, missing = noSuchTree): string {
  try {
    const root = realpathSync(path);
    if (!statSync(root).isDirectory()) throw missing(path, 'not a folder');
    return root;
  } catch (error) {
    if (error instanceof Failure) throw error;
    const code = errnoOf(error);
    if (code === undefined) throw error;
    throw missing(path, code === 'ENOENT' ? 'no such folder' : reasonOf(code));
  }
}
