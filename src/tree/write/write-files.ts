import { Failure } from '../../problem/problem.js';
import { interrupted } from '../../problem/tree-problems.js';
import { TARGET_PATHS } from '../layout.js';
import { realRoot } from '../real-root.js';
import { finishWrite, renameIntoPlace } from './complete.js';
import { type JournalEntry, writeJournal } from './journal.js';
import { lockTree } from './lock.js';
import { type FileChange, requireReplaceable, requireWritableRoot } from './ready-to-replace.js';
import { recoverLocked } from './recover.js';
import { type HeldSignals, holdSignals } from './signals.js';
import { type Announce, announcer, type StepOptions } from './steps.js';
import { explainWriteError } from './system-errors.js';
import { writeTemp } from './temp-files.js';
import { giveUp, undoWrite } from './undo.js';

const NOTHING_WRITTEN = 'nothing was written';
const HALF_WRITTEN = 'some files are new and others old: the next `apply` or `revert` completes the write';

/** Only targets: the journal of a killed run is trusted for no other path, so nothing else could be recovered. */
function checkChanges(changes: readonly FileChange[]): FileChange[] {
  const paths = new Set<string>();
  for (const { path } of changes) {
    if (!TARGET_PATHS.has(path)) throw new Error(`not a file that may be written: ${path}`);
    if (paths.has(path)) throw new Error(`two changes for ${path}`);
    paths.add(path);
  }
  return changes.filter(({ before, after }) => !before.equals(after));
}

async function prepare(
  root: string,
  changes: readonly FileChange[],
  announce: Announce,
): Promise<JournalEntry[]> {
  let path = '.';
  try {
    for (const change of changes) requireReplaceable(root, change);
    const entries: JournalEntry[] = [];
    for (const change of changes) {
      path = change.path;
      entries.push(writeTemp(root, change, 'new'));
      if (await announce('temp-written', change.path)) throw interrupted(NOTHING_WRITTEN);
    }
    for (const change of changes) requireReplaceable(root, change);
    writeJournal(root, entries);
    return entries;
  } catch (error) {
    giveUp(root);
    throw explainWriteError(error, path, NOTHING_WRITTEN);
  }
}

async function undoOrSay(root: string, replaced: readonly FileChange[], announce: Announce): Promise<void> {
  try {
    await undoWrite(root, replaced, announce);
  } catch (error) {
    throw explainWriteError(error, '.', HALF_WRITTEN);
  }
}

async function replaceAll(
  root: string,
  changes: readonly FileChange[],
  entries: readonly JournalEntry[],
  announce: Announce,
): Promise<void> {
  const replaced: FileChange[] = [];
  try {
    await announce('journal-written');
    for (const [index, change] of changes.entries()) {
      const entry = entries[index];
      if (entry === undefined) throw new Error(`no journal entry for ${change.path}`);
      renameIntoPlace(root, entry);
      replaced.push(change);
      await announce('renamed', change.path);
    }
  } catch (error) {
    await undoOrSay(root, replaced, announce);
    throw explainWriteError(error, changes[replaced.length]?.path ?? '.', 'every file was put back');
  }
}

async function writeLocked(root: string, changes: readonly FileChange[], announce: Announce): Promise<void> {
  if (await announce('locked')) throw interrupted(NOTHING_WRITTEN);
  await recoverLocked(root, announce);
  const entries = await prepare(root, changes, announce);
  await replaceAll(root, changes, entries, announce);
  await finishWrite(root, entries, announce);
}

/**
 * As {@link writeFiles}, for a caller that holds the signals back itself because its work goes on afterwards:
 * a signal that comes once the write is decided does not throw.
 */
export async function writeFilesHeld(
  path: string,
  changes: readonly FileChange[],
  signals: HeldSignals,
  options: StepOptions = {},
): Promise<void> {
  const root = realRoot(path);
  const real = checkChanges(changes);
  if (real.length === 0) return;
  const announce = announcer(options, signals);
  requireWritableRoot(root);
  try {
    const lock = lockTree(root);
    try {
      await writeLocked(root, real, announce);
    } finally {
      lock.release();
    }
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw explainWriteError(error, '.', 'the next `apply` or `revert` cleans up what is left');
  }
  await announce('unlocked');
}

/**
 * Replaces several files of a tree, all or none, also when the process is killed or the disk fills up.
 *
 * New bytes go to temporary files beside the targets; then a journal that names them is put in place, which
 * decides the write; then the renames. Killed before the journal: the next run removes the temporary files.
 * Killed after it: the next run completes the renames (see `recoverTree`). An error after it in the running
 * process puts the old bytes back. A hard link is broken by the rename, as git does: the other name keeps the
 * old bytes.
 *
 * @param path top folder of the tree
 * @param changes files by their planned old and new bytes; where these are equal the file is left alone
 * @throws Refusal `changed-meanwhile`, `not-writable`, `symlink-in-tree`, `not-a-regular-file`, `locked`,
 *   `foreign-lock`, `foreign-journal`, `journal-conflict`; EnvironmentLack `no-space`; Interrupted (exit 130)
 */
export async function writeFiles(
  path: string,
  changes: readonly FileChange[],
  options: StepOptions = {},
): Promise<void> {
  await holdSignals(async (signals) => {
    await writeFilesHeld(path, changes, signals, options);
    if (signals.caught) throw interrupted('every file had been written by then');
  });
}
