import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { foreignJournal } from '../../problem/tree-problems.js';
import { TARGET_PATHS } from '../layout.js';
import { readTreeFile } from '../safe-read.js';
import { isTempFor, JOURNAL_FILE, journalDraft } from './names.js';
import { removeFile, syncFolder, writeNewFile } from './new-file.js';

/** One file of a write: `temp` holds the new bytes and is going to be renamed to `path`. Ids are SHA-1 blob ids. */
export interface JournalEntry {
  readonly path: string;
  readonly temp: string;
  readonly before: string;
  readonly after: string;
}

const FORMAT = 'qemu-downtime journal 1';

/**
 * Puts the journal in place in one step, replacing one that is there. From when this returns the write counts
 * as decided: a killed run is completed, not undone.
 */
export function writeJournal(root: string, entries: readonly JournalEntry[]): void {
  const draft = join(root, journalDraft(process.pid));
  removeFile(draft);
  writeNewFile(draft, Buffer.from(`${JSON.stringify({ format: FORMAT, files: entries }, null, 1)}\n`));
  try {
    renameSync(draft, join(root, JOURNAL_FILE));
  } catch (error) {
    removeFile(draft);
    throw error;
  }
  syncFolder(root);
}

/** Removes the journal: the write is over. On the disk before anything else may be removed. */
export function removeJournal(root: string): void {
  removeFile(join(root, JOURNAL_FILE));
  syncFolder(root);
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{40}$/.test(value);
}

function entryFrom(data: unknown): JournalEntry {
  if (typeof data !== 'object' || data === null)
    throw foreignJournal(JOURNAL_FILE, 'an entry that is no object');
  const { path, temp, before, after } = data as Record<string, unknown>;
  if (typeof path !== 'string' || !TARGET_PATHS.has(path))
    throw foreignJournal(JOURNAL_FILE, `it names ${JSON.stringify(path)}, which qemu-downtime never writes`);
  if (typeof temp !== 'string' || !isTempFor(temp, path))
    throw foreignJournal(JOURNAL_FILE, `it names ${JSON.stringify(temp)} as the temporary file for ${path}`);
  if (!isId(before) || !isId(after)) throw foreignJournal(JOURNAL_FILE, `it has no blob ids for ${path}`);
  return { path, temp, before, after };
}

/** JSON.parse's result, or undefined where the text isn't JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * The journal of a killed run. It comes from a tree that may be hostile, so nothing in it is used unless it is
 * exactly what this program would have written.
 * @returns its entries, or undefined where there is no journal
 * @throws Refusal `foreign-journal`, or as for any file that is not a plain one
 */
export function readJournal(root: string): JournalEntry[] | undefined {
  const file = readTreeFile(root, JOURNAL_FILE);
  if (file === undefined) return undefined;
  const data = parsed(file.bytes.toString('utf8'));
  if (typeof data !== 'object' || data === null || !('format' in data) || data.format !== FORMAT)
    throw foreignJournal(JOURNAL_FILE, 'not in the form that qemu-downtime writes');
  if (!('files' in data) || !Array.isArray(data.files))
    throw foreignJournal(JOURNAL_FILE, 'it lists no files');
  const entries = data.files.map(entryFrom);
  if (new Set(entries.map((entry) => entry.path)).size !== entries.length)
    throw foreignJournal(JOURNAL_FILE, 'it names a file twice');
  return entries;
}
