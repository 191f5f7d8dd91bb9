import {
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fsyncSync,
  openSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { errnoOf } from '../errno.js';

/** Mode and owner that a new file takes over from the file it is going to replace. */
export interface Likeness {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

function writeAll(descriptor: number, bytes: Buffer): void {
  let done = 0;
  while (done < bytes.length) done += writeSync(descriptor, bytes, done, bytes.length - done);
}

function takeOver(descriptor: number, likeness: Likeness): void {
  try {
    fchownSync(descriptor, likeness.uid, likeness.gid);
  } catch (error) {
    // Only root may give files away; as anyone else the new file is the user's own, as with git.
    if (errnoOf(error) !== 'EPERM') throw error;
  }
  fchmodSync(descriptor, likeness.mode & 0o7777);
}

/**
 * Makes a file that wasn't there, with all its bytes on the disk when this returns; nothing is left on failure.
 * @param file absolute path; a link or anything else already there is an EEXIST error
 * @throws the system's error
 */
export function writeNewFile(file: string, bytes: Buffer, likeness?: Likeness): void {
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
  const descriptor = openSync(file, flags, likeness ? 0o600 : 0o644);
  try {
    writeAll(descriptor, bytes);
    if (likeness) takeOver(descriptor, likeness);
    fsyncSync(descriptor);
  } catch (error) {
    unlinkSync(file);
    throw error;
  } finally {
    closeSync(descriptor);
  }
}

/** Puts a folder's entries (renames, removals) on the disk. */
export function syncFolder(folder: string): void {
  const descriptor = openSync(folder, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    fsyncSync(descriptor);
  } catch (error) {
    // Some network file systems cannot sync folders; there is nothing better to do then.
    if (errnoOf(error) !== 'EINVAL' && errnoOf(error) !== 'ENOTSUP') throw error;
  } finally {
    closeSync(descriptor);
  }
}

/** Removes a file if it is there. */
export function removeFile(file: string): void {
  try {
    unlinkSync(file);
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error;
  }
}
