import { linkSync, lstatSync, readdirSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gitFailed, indexLocked, repositoryChanged } from '../problem/git-problems.js';
import { errnoOf } from '../tree/errno.js';
import { readTreeFile } from '../tree/safe-read.js';
import { liveness, ownHolder } from '../tree/write/holder.js';
import { removeFile, writeNewFile } from '../tree/write/new-file.js';
import { configuredHooksOff } from './planted-hooks.js';
import type { Repository } from './repository.js';
import { GitError, runGit } from './run-git.js';
import { withScratchFolder } from './scratch-folder.js';
import type { TreeEntry } from './tree-entry.js';

const LOCK = 'index.lock';
const DRAFT = /^index\.qemu-downtime-(\d+)-(\d+)\.tmp$/;

/** The index of a work tree before and after some of its entries change. */
export interface IndexChange {
  readonly before: Buffer;
  readonly after: Buffer;
}

/** Entries as `update-index -z --index-info` takes them. */
function indexInfo(entries: readonly TreeEntry[]): Buffer {
  return Buffer.from(entries.map(({ mode, id, path }) => `${mode} ${id}\t${path}\0`).join(''));
}

function indexBytes(repository: Repository): Buffer {
  const file = readTreeFile(repository.gitFolder, 'index');
  if (file === undefined) throw repositoryChanged('there is no index');
  return file.bytes;
}

/**
 * Prepares the index with new entries, in a copy: whatever else is staged stays staged.
 *
 * When git writes an index it looks into files that changed in the same second as the index ("racily clean"),
 * through the clean filter that the configuration names. It takes an index from the year 1970 for one without
 * time, to which nothing is racy, so no filter runs; {@link swapIndex} gives the real time back.
 */
export async function prepareIndex(
  repository: Repository,
  entries: readonly TreeEntry[],
): Promise<IndexChange> {
  const before = indexBytes(repository);
  const config = await configuredHooksOff(repository);
  return withScratchFolder(async (folder) => {
    const copy = join(folder, 'index');
    writeFileSync(copy, before);
    utimesSync(copy, 0, 0);
    try {
      const options = { config, env: { GIT_INDEX_FILE: copy }, input: indexInfo(entries) };
      await runGit(repository.folder, ['update-index', '-z', '--index-info'], options);
    } catch (error) {
      if (error instanceof GitError) throw gitFailed('update-index', error.stderr);
      throw error;
    }
    const file = readTreeFile(folder, 'index');
    if (file === undefined) throw new Error('git left no index');
    return { before, after: file.bytes };
  });
}

function inodeOf(file: string): bigint | undefined {
  try {
    return lstatSync(file, { bigint: true }).ino;
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Removes drafts of killed runs, and the index lock where it is such a draft. A lock of git's own is left alone. */
export function sweepIndexDrafts(repository: Repository): void {
  const lock = join(repository.gitFolder, LOCK);
  for (const name of readdirSync(repository.gitFolder)) {
    const [, pid, start] = DRAFT.exec(name) ?? [];
    if (pid === undefined || start === undefined) continue;
    if (liveness({ ...ownHolder(), pid: Number(pid), start: start === '0' ? null : start }) !== 'dead')
      continue;
    const draft = join(repository.gitFolder, name);
    if (inodeOf(lock) === inodeOf(draft)) removeFile(lock);
    removeFile(draft);
  }
}

/**
 * Replaces the index under git's own lock, if it is still what it was. The lock is taken by linking the finished
 * file to its name, so a killed run leaves it, if at all, with the whole new index in it.
 * @throws Refusal `index-locked`, `changed-meanwhile`
 */
export function swapIndex(repository: Repository, change: IndexChange): void {
  const index = join(repository.gitFolder, 'index');
  const lock = join(repository.gitFolder, LOCK);
  const { pid, start } = ownHolder();
  const draft = join(repository.gitFolder, `index.qemu-downtime-${pid}-${start ?? '0'}.tmp`);
  const { mode, uid, gid, mtimeMs } = lstatSync(index);
  writeNewFile(draft, change.after, { mode, uid, gid });
  try {
    // What was racily clean must stay so, or git would never see an edit made in that second.
    const seconds = Math.floor(mtimeMs / 1000);
    utimesSync(draft, seconds, seconds);
    linkSync(draft, lock);
    if (!indexBytes(repository).equals(change.before)) {
      removeFile(lock);
      throw repositoryChanged('the index was changed');
    }
    renameSync(lock, index);
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') throw indexLocked(lock);
    throw error;
  } finally {
    removeFile(draft);
  }
}
