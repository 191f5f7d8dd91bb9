import { upstreamSeries } from '../catalogue/upstream-series/index.js';
import { changedPaths } from '../git/changed-paths.js';
import type { CommitText } from '../git/commit-text.js';
import { sharedCommit, wasPointedAt } from '../git/history.js';
import type { ObjectReader } from '../git/object-reader.js';
import { readCommit } from '../git/read-commit.js';
import { isOwnMessage } from '../provenance/own-message.js';
import { TARGET_PATHS } from '../tree/layout.js';

/** What a move of a branch is told to be in its reflog, before the revision. */
export const REFLOG_REASON = 'qemu-downtime: backport onto ';

/** More commits no run makes. */
const MOST = upstreamSeries.length;

/** What is in a branch that no run of this program put there. */
export interface ForeignPart {
  /** Full id of a commit. */
  readonly commit: string;
  /** A file that it changes, where by its message it is ours. */
  readonly file?: string;
}

/**
 * Looks for what a branch would lose that is not ours, from its tip down to where it leaves the history that is ported onto.
 * @param branch full ids, and the full name
 * @returns undefined where all of it is ours
 * @throws EnvironmentLack `broken-object`, `missing-object`, `git-failed`
 */
export async function foreignPart(
  reader: ObjectReader,
  branch: { readonly ref: string; readonly tip: string; readonly parent: string },
): Promise<ForeignPart | undefined> {
  const { tip, parent } = branch;
  let commit = await readCommit(reader, tip);
  if (!commit || !isOwnCommit(commit)) return { commit: tip };
  const shared = await sharedCommit(reader.repository, parent, tip);
  let id = tip;
  for (let count = 0; id !== shared; count += 1) {
    const below: string | undefined = commit.parents[0];
    if (count === MOST || below === undefined || !isOwnCommit(commit))
      return (await isOldBase(reader, branch, commit)) ? undefined : { commit: id };
    const before = await readCommit(reader, below);
    if (!before) return { commit: below };
    const paths = await changedPaths(reader, before.tree, commit.tree);
    const file = paths.find((path) => !TARGET_PATHS.has(path));
    if (file !== undefined) return { commit: id, file };
    [id, commit] = [below, before];
  }
  return undefined;
}

/**
 * Whether a commit below ours that the revision does not have is no work of the user's on the branch: the clone ends there, or
 * the branch is as a run left it, onto a revision that was rewritten since.
 */
async function isOldBase(
  reader: ObjectReader,
  { ref, tip }: { readonly ref: string; readonly tip: string },
  { parents: [below] }: CommitText,
): Promise<boolean> {
  if (below !== undefined && (await reader.readObject(below)) === null) return true;
  return wasPointedAt(reader.repository, ref, tip, REFLOG_REASON);
}

function isOwnCommit({ parents, message }: CommitText): boolean {
  return parents.length === 1 && isOwnMessage(message);
}
