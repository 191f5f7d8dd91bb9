import { journalConflict } from '../../problem/tree-problems.js';
import { realRoot } from '../real-root.js';
import { somethingAt } from '../safe-path.js';
import { finishWrite, idOf, renameIntoPlace } from './complete.js';
import { type JournalEntry, readJournal } from './journal.js';
import { lockLeftovers, lockTree } from './lock.js';
import { JOURNAL_FILE, LOCK_FILE } from './names.js';
import { holdSignals } from './signals.js';
import { type Announce, announcer, type StepOptions } from './steps.js';
import { strayFiles, sweepStrays } from './sweep.js';
import { explainWriteError } from './system-errors.js';

/**
 * What was found and done. `completed`: the write of a killed run was carried to its end. `dropped`: it had not
 * changed a file yet and was given up. `swept`: it had not been decided; its temporary files were removed.
 */
export type Recovery = 'nothing' | 'swept' | 'completed' | 'dropped';

interface EntryState {
  readonly entry: JournalEntry;
  readonly target: 'old' | 'new' | 'other';
  readonly ready: boolean;
}

function stateOf(root: string, entry: JournalEntry): EntryState {
  const id = idOf(root, entry.path);
  const target = id === entry.after ? 'new' : id === entry.before ? 'old' : 'other';
  return { entry, target, ready: target === 'old' && idOf(root, entry.temp) === entry.after };
}

/**
 * Carries a decided write to its end. Forwards, not back: the journal is only there once every new file lies
 * complete on the disk, while the old bytes of a renamed file exist nowhere any more.
 */
async function carryOn(
  root: string,
  entries: readonly JournalEntry[],
  announce: Announce,
): Promise<Recovery> {
  const states = entries.map((entry) => stateOf(root, entry));
  const stuck = states.find((state) => state.target !== 'new' && !state.ready);
  const changed = states.some((state) => state.target === 'new');
  if (stuck && changed) {
    const why =
      stuck.target === 'old' ? 'its temporary file is gone or was changed' : 'it was edited meanwhile';
    throw journalConflict(stuck.entry.path, JOURNAL_FILE, `an interrupted run cannot be completed: ${why}`);
  }
  for (const { entry, ready } of stuck ? [] : states) {
    if (!ready) continue;
    renameIntoPlace(root, entry);
    await announce('renamed', entry.path);
  }
  await finishWrite(root, entries, announce);
  return stuck ? 'dropped' : 'completed';
}

/**
 * Cleans up after a killed run. For the holder of the lock.
 * @throws Refusal `foreign-journal`, `journal-conflict`
 */
export async function recoverLocked(root: string, announce: Announce): Promise<Recovery> {
  const entries = readJournal(root);
  if (entries !== undefined) return carryOn(root, entries, announce);
  const strays = strayFiles(root).length > 0;
  sweepStrays(root);
  return strays ? 'swept' : 'nothing';
}

function looksTouched(root: string): boolean {
  const files = [LOCK_FILE, JOURNAL_FILE].some((name) => somethingAt(root, name));
  return files || lockLeftovers(root).length > 0 || strayFiles(root).length > 0;
}

/**
 * Makes a tree whole again after a killed run: a decided write is completed, an undecided one cleared away.
 * Writes nothing to a tree that shows no trace of one. Call it before reading a tree that is to be written.
 * @throws Refusal `locked`, `foreign-lock`, `foreign-journal`, `journal-conflict`, `not-writable`, `no-such-tree`
 */
export async function recoverTree(path: string, options: StepOptions = {}): Promise<Recovery> {
  const root = realRoot(path);
  if (!looksTouched(root)) return 'nothing';
  return holdSignals(async (signals) => {
    const announce = announcer(options, signals);
    try {
      const lock = lockTree(root);
      try {
        await announce('locked');
        return await recoverLocked(root, announce);
      } finally {
        lock.release();
        await announce('unlocked');
      }
    } catch (error) {
      throw explainWriteError(error, '.', 'an interrupted write is still incomplete');
    }
  });
}
