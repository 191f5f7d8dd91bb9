import { accessSync, type BigIntStats, constants, lstatSync } from 'node:fs';
import { join } from 'node:path';
import { changedMeanwhile, notWritable } from '../../problem/tree-problems.js';
import { folderOf } from '../safe-path.js';
import { readTreeFile } from '../safe-read.js';
import { explainWriteError } from './system-errors.js';

/** A new text for a file, with the bytes that it was planned from. */
export interface FileChange {
  readonly path: string;
  readonly before: Buffer;
  readonly after: Buffer;
}

/** Root may write to anything, so its permission says nothing: a file without any write bit is meant to stay. */
function requireWritable(root: string, path: string, mode: bigint): void {
  if ((mode & 0o222n) === 0n) throw notWritable(path, 'read-only: its mode has no write permission');
  try {
    accessSync(join(root, path), constants.W_OK);
  } catch (error) {
    throw explainWriteError(error, path, 'nothing was written');
  }
}

function requireWritableFolder(root: string, folder: string): void {
  const path = folder === '' ? '.' : folder;
  requireWritable(root, path, lstatSync(join(root, path), { bigint: true }).mode);
}

/** Checks the top folder, where lock and journal go. @throws Refusal `not-writable` */
export function requireWritableRoot(root: string): void {
  requireWritableFolder(root, '');
}

/**
 * Checks that a file may be replaced: a plain file, writable as is its folder, with the bytes the plan was made from.
 * @returns its stats, for the new file to take over mode and owner
 * @throws Refusal `changed-meanwhile`, `not-writable`, `symlink-in-tree`, `not-a-regular-file`
 */
export function requireReplaceable(root: string, change: FileChange): BigIntStats {
  const file = readTreeFile(root, change.path);
  if (file === undefined) throw changedMeanwhile(change.path, 'the file is gone');
  if (!file.bytes.equals(change.before))
    throw changedMeanwhile(change.path, 'other bytes than when it was read');
  requireWritable(root, change.path, file.stats.mode);
  requireWritableFolder(root, folderOf(change.path));
  return file.stats;
}
