import { type BigIntStats, closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import {
  changedMeanwhile,
  notARegularFile,
  symlinkInTree,
  tooLarge,
  unreadable,
} from '../problem/tree-problems.js';
import { errnoOf } from './errno.js';
import { checkFile, kindOf } from './safe-path.js';

/** QEMU's largest file read here has 0.3 MB; the limit only keeps a hostile tree from filling memory. */
const SIZE_LIMIT = 64 * 1024 * 1024;

/** A file's bytes with what the system said of it at that moment. */
export interface ReadFile {
  readonly bytes: Buffer;
  readonly stats: BigIntStats;
}

function openUnfollowed(root: string, path: string): number {
  try {
    // O_NONBLOCK: a FIFO put there after the check must not hang the run.
    return openSync(join(root, path), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    const code = errnoOf(error);
    if (code === 'ELOOP') throw symlinkInTree(path);
    if (code === 'ENOENT') throw changedMeanwhile(path, 'the file was removed while it was read');
    throw unreadable(path, code ?? String(error));
  }
}

function readWhole(descriptor: number, path: string): Buffer {
  const chunks: Buffer[] = [];
  let total = 0;
  for (;;) {
    const chunk = Buffer.allocUnsafe(256 * 1024);
    const count = readSync(descriptor, chunk, 0, chunk.length, null);
    if (count === 0) return Buffer.concat(chunks, total);
    chunks.push(chunk.subarray(0, count));
    total += count;
    if (total > SIZE_LIMIT) throw tooLarge(path, total, SIZE_LIMIT);
  }
}

/**
 * Reads a regular file of the tree without following links and without ever blocking.
 * @param root absolute, real path of the tree
 * @returns bytes and stats, or undefined if there is no such file
 * @throws Refusal: link, not a regular file, unreadable, larger than 64 MiB
 */
export function readTreeFile(root: string, path: string): ReadFile | undefined {
  const seen = checkFile(root, path);
  if (seen === undefined) return undefined;
  if (seen.size > SIZE_LIMIT) throw tooLarge(path, Number(seen.size), SIZE_LIMIT);
  const descriptor = openUnfollowed(root, path);
  try {
    const stats = fstatSync(descriptor, { bigint: true });
    if (!stats.isFile()) throw notARegularFile(path, kindOf(stats));
    return { bytes: readWhole(descriptor, path), stats };
  } catch (error) {
    const code = errnoOf(error);
    if (code !== undefined) throw unreadable(path, code);
    throw error;
  } finally {
    closeSync(descriptor);
  }
}
