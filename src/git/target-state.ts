import { gitFailed, notCommittable } from '../problem/git-problems.js';
import { blobId } from '../tree/blob-id.js';
import type { Checkout } from './repository.js';
import { GitError, runGit } from './run-git.js';
import type { TreeEntry } from './tree-entry.js';

/** `mode type id TAB path` of ls-tree and `mode id stage TAB path` of ls-files, NUL-ended. */
function fieldsByPath(listing: string): Map<string, string[]> {
  const records = listing.split('\0').filter((record) => record !== '');
  return new Map(
    records.map((record) => {
      const tab = record.indexOf('\t');
      return [record.slice(tab + 1), record.slice(0, tab).split(' ')];
    }),
  );
}

async function list(checkout: Checkout, args: readonly string[]): Promise<Map<string, string[]>> {
  try {
    return fieldsByPath(await runGit(checkout.folder, args));
  } catch (error) {
    if (error instanceof GitError) throw gitFailed(error.command, error.stderr);
    throw error;
  }
}

/**
 * Checks that files are in the index and in the work tree as they are in the commit, byte for byte. Compares ids
 * of raw bytes: `git status` would run filters and hooks that the configuration names.
 * @param head full id of the commit
 * @param files paths relative to the QEMU tree, with the bytes in the work tree
 * @returns the entries with their paths from the top of the repository
 * @throws Refusal `not-tracked`, `staged`, `modified`
 */
export async function requireCommittable(
  checkout: Checkout,
  head: string,
  files: readonly { readonly path: string; readonly before: Buffer }[],
): Promise<TreeEntry[]> {
  const paths = files.map(({ path }) => `${checkout.prefix}${path}`);
  const committed = await list(checkout, ['ls-tree', '-z', '--full-tree', head, '--', ...paths]);
  const staged = await list(checkout, ['ls-files', '--stage', '-z', '--full-name', '--', ...paths]);
  return files.map(({ path, before }) => {
    const full = `${checkout.prefix}${path}`;
    const [mode, type, id] = committed.get(full) ?? [];
    const [stagedMode, stagedId, stage] = staged.get(full) ?? [];
    if (mode === undefined || id === undefined || type !== 'blob')
      throw notCommittable(path, 'not-tracked', 'a file that the commit at HEAD does not have');
    if (stage !== undefined && stage !== '0') throw notCommittable(path, 'staged', 'an unresolved conflict');
    if (stagedMode !== mode || stagedId !== id)
      throw notCommittable(path, 'staged', stagedId === undefined ? 'a staged removal' : 'a staged change');
    if (blobId(before, checkout.format) !== id)
      throw notCommittable(path, 'modified', 'other bytes in the work tree than in the commit');
    return { path: full, mode, id };
  });
}
