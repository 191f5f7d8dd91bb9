import { linkSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { foreignLock, locked } from '../../problem/tree-problems.js';
import { errnoOf } from '../errno.js';
import { readTreeFile } from '../safe-read.js';
import { type Holder, holderText, liveness, ownHolder, parseHolder } from './holder.js';
import { LOCK_FILE } from './names.js';
import { removeFile, writeNewFile } from './new-file.js';

/** A lock that this process holds. */
export interface TreeLock {
  release(): void;
}

/** Claims on claims only arise from runs killed in the middle of taking over a lock, each time again. */
const DEEPEST_CLAIM = 8;

function holderOf(root: string, name: string): Holder | undefined {
  const file = readTreeFile(root, name);
  if (file === undefined) return undefined;
  const holder = parseHolder(file.bytes);
  if (holder === undefined) throw foreignLock(name, 'a file that qemu-downtime does not write');
  return holder;
}

function sameHolder(one: Holder | undefined, other: Holder): boolean {
  return one !== undefined && holderText(one) === holderText(other);
}

/** Puts a lock file in place with its content in one step, so nobody ever sees one half-written. */
function tryLink(root: string, name: string): boolean {
  const own = ownHolder();
  const draft = join(root, `${name}.${own.pid}-${own.start ?? '0'}.new`);
  removeFile(draft);
  writeNewFile(draft, Buffer.from(holderText(own)));
  try {
    linkSync(draft, join(root, name));
    return true;
  } catch (error) {
    // ENOENT: a run that cannot see this process (another container) has swept the draft. Tried again, like EEXIST.
    if (errnoOf(error) === 'EEXIST' || errnoOf(error) === 'ENOENT') return false;
    throw error;
  } finally {
    removeFile(draft);
  }
}

/**
 * Removes the lock of a dead process. Two runs may find the same dead lock, and the slower must not remove the
 * lock that the faster has put in its place. So whoever removes it first holds a claim named after the dead
 * holder; while that is held nobody else removes this holder's lock, and a dead holder never locks again.
 */
function takeOver(root: string, name: string, dead: Holder, depth: number): void {
  const claim = `${name}.${dead.pid}-${dead.start ?? '0'}`;
  acquire(root, claim, depth + 1);
  try {
    if (sameHolder(holderOf(root, name), dead)) removeFile(join(root, name));
  } finally {
    removeFile(join(root, claim));
  }
}

function acquire(root: string, name: string, depth: number): void {
  if (depth > DEEPEST_CLAIM) throw foreignLock(name, 'a pile of locks left by killed runs');
  while (!tryLink(root, name)) {
    const holder = holderOf(root, name);
    if (holder === undefined) continue;
    const state = liveness(holder);
    if (state === 'dead') takeOver(root, name, holder, depth);
    else throw locked(name, `process ${holder.pid}${state === 'unknown' ? ` on ${holder.host}` : ''}`);
  }
}

/** Names of claims and drafts that killed runs left beside the lock. */
export function lockLeftovers(root: string): string[] {
  return readdirSync(root).filter((name) => /^\.qemu-downtime\.lock(\.\d+-\d+)+(\.new)?$/.test(name));
}

/** A draft may have been cut off before its content was written, but its name says whose it is. */
function ownerOfDraft(name: string): Holder | undefined {
  const match = /\.(\d+)-(\d+)\.new$/.exec(name);
  const [pid, start] = [match?.[1], match?.[2]];
  if (pid === undefined || start === undefined) return undefined;
  return { ...ownHolder(), pid: Number(pid), start: start === '0' ? null : start };
}

function sweepLeftovers(root: string): void {
  for (const name of lockLeftovers(root)) {
    const holder = ownerOfDraft(name) ?? holderOf(root, name);
    if (holder !== undefined && liveness(holder) === 'dead') removeFile(join(root, name));
  }
}

/**
 * Takes the tree's lock, recovering that of a dead process.
 * @param root absolute, real path
 * @throws Refusal `locked` (a live process holds it), `foreign-lock`; system errors as they are
 */
export function lockTree(root: string): TreeLock {
  acquire(root, LOCK_FILE, 0);
  const lock = { release: () => removeFile(join(root, LOCK_FILE)) };
  try {
    sweepLeftovers(root);
  } catch (error) {
    lock.release();
    throw error;
  }
  return lock;
}
