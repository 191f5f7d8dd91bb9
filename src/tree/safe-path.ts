import { type BigIntStats, lstatSync } from 'node:fs';
import { join } from 'node:path';
import {
  notAFolder,
  notARegularFile,
  pathLeavesTree,
  symlinkInTree,
  unreadable,
} from '../problem/tree-problems.js';
import { errnoOf } from './errno.js';

/** Absent, not an error: the callers decide whether a missing file matters. */
const ABSENT = new Set(['ENOENT', 'ENOTDIR']);

/** What kind of thing a path is, in words for a message. */
export function kindOf(stats: BigIntStats): string {
  if (stats.isFile()) return 'a regular file';
  if (stats.isDirectory()) return 'a folder';
  if (stats.isSymbolicLink()) return 'a symbolic link';
  if (stats.isFIFO()) return 'a FIFO';
  if (stats.isSocket()) return 'a socket';
  return stats.isCharacterDevice() || stats.isBlockDevice() ? 'a device' : 'something unknown';
}

function lstatIn(root: string, path: string): BigIntStats | undefined {
  try {
    return lstatSync(join(root, path), { bigint: true });
  } catch (error) {
    const code = errnoOf(error);
    if (code !== undefined && ABSENT.has(code)) return undefined;
    if (code !== undefined) throw unreadable(path, code);
    throw error;
  }
}

/** Refuses every path that isn't plain and relative. The first guard before anything is joined to a root. */
function checkPlainPath(path: string): void {
  const parts = path.split('/');
  const plain = parts.every((part) => part !== '' && part !== '.' && part !== '..' && !part.includes('\0'));
  if (!plain || path.includes('\\')) throw pathLeavesTree(path);
}

/**
 * Walks from the root down to a folder, looking at every part without following links.
 * @returns whether the folder is there
 * @throws Refusal where a part is a symbolic link or no folder
 */
export function checkFolder(root: string, path: string): boolean {
  const parts = path === '' || path === '.' ? [] : path.split('/');
  for (const [index] of parts.entries()) {
    const prefix = parts.slice(0, index + 1).join('/');
    const stats = lstatIn(root, prefix);
    if (stats === undefined) return false;
    if (stats.isSymbolicLink()) throw symlinkInTree(prefix);
    if (!stats.isDirectory()) throw notAFolder(prefix, kindOf(stats));
  }
  return true;
}

/** The folder part of a relative path, '' for the root itself. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

/**
 * Looks at a file and at every folder above it, following no link.
 * @param root absolute, real path of the tree
 * @returns the file's stats, or undefined if it isn't there
 * @throws Refusal for a symbolic link on the way, or anything but a regular file in the file's place
 */
export function checkFile(root: string, path: string): BigIntStats | undefined {
  checkPlainPath(path);
  if (!checkFolder(root, folderOf(path))) return undefined;
  const stats = lstatIn(root, path);
  if (stats === undefined) return undefined;
  if (stats.isSymbolicLink()) throw symlinkInTree(path);
  if (!stats.isFile()) throw notARegularFile(path, kindOf(stats));
  return stats;
}

/** Whether anything at all is at a path, links counted as themselves. */
export function somethingAt(root: string, path: string): boolean {
  checkPlainPath(path);
  return lstatIn(root, path) !== undefined;
}
