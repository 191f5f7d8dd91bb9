import { withFilesPutBack } from '../problem/git-problems.js';
import { EnvironmentLack, Failure } from '../problem/problem.js';
import { interrupted } from '../problem/tree-problems.js';
import type { FileChange } from '../tree/write/ready-to-replace.js';
import { type HeldSignals, holdSignals } from '../tree/write/signals.js';
import type { StepOptions } from '../tree/write/steps.js';
import { writeFilesHeld } from '../tree/write/write-files.js';
import { type ChangedTree, changedTree } from './changed-tree.js';
import { commitObject } from './commit-object.js';
import type { Person } from './commit-text.js';
import { userIdentity } from './identity.js';
import { moveRef } from './move-ref.js';
import { openObjectReader } from './object-reader.js';
import { requireNoOperation } from './operation-in-progress.js';
import { type Checkout, openCheckout } from './repository.js';
import { headCommit } from './revision.js';
import { withSignOff } from './sign-off.js';
import { asksForSigning } from './signing.js';
import { storeObjects } from './store-objects.js';
import { requireCommittable } from './target-state.js';
import type { TreeEntry } from './tree-entry.js';
import { type IndexChange, prepareIndex, swapIndex, sweepIndexDrafts } from './work-index.js';

/** One commit to make of changed files. */
export interface CommitRequest {
  /** Top folder of the QEMU tree, anywhere in a checkout. */
  readonly root: string;
  readonly changes: readonly FileChange[];
  readonly message: string;
  /** Without it the user is the author. */
  readonly author?: Person | undefined;
  readonly signoff?: boolean;
}

export interface CommitResult {
  readonly commit: string;
  readonly parent: string;
  /** The checkout, for ids in its object format. */
  readonly checkout: Checkout;
  /** The settings ask for signed commits; this one is not. */
  readonly unsigned: boolean;
}

/** Everything that can be made ready without anyone seeing it. */
interface Prepared extends CommitResult {
  readonly index: IndexChange;
  readonly committer: Person;
  readonly reason: string;
}

/** The tree to commit, and the entries of its changed files for the index. */
async function withChanges(
  checkout: Checkout,
  parent: string,
  entries: readonly TreeEntry[],
  changes: readonly FileChange[],
): Promise<Pick<ChangedTree, 'tree' | 'objects'> & { readonly after: readonly TreeEntry[] }> {
  const reader = await openObjectReader(checkout.folder);
  try {
    const full = changes.map((change) => ({ ...change, path: `${checkout.prefix}${change.path}` }));
    const { tree, objects, entries: changed } = await changedTree(reader, parent, full);
    const newIds = new Map(changed.map(({ path, after }) => [path, after]));
    // The index takes the modes of ls-tree, which makes one of two of the historic ones.
    const after = entries.map((entry) => ({ ...entry, id: newIds.get(entry.path) ?? entry.id }));
    return { tree, objects, after };
  } finally {
    await reader.close();
  }
}

async function prepare(request: CommitRequest): Promise<Prepared> {
  const checkout = await openCheckout(request.root);
  const parent = await headCommit(checkout);
  requireNoOperation(checkout);
  const entries = await requireCommittable(checkout, parent, request.changes);
  const { committer, author } = await userIdentity(checkout);
  const { tree, objects, after } = await withChanges(checkout, parent, entries, request.changes);
  const message = request.signoff ? withSignOff(request.message, committer) : request.message;
  const parts = { tree, parents: [parent], author: request.author ?? author, committer, message };
  const commit = commitObject(parts, checkout.format);
  await storeObjects(checkout, [...objects, commit]);
  sweepIndexDrafts(checkout);
  const reason = `commit: ${message.split('\n', 1)[0] ?? ''}`;
  const unsigned = await asksForSigning(checkout);
  const index = await prepareIndex(checkout, after);
  return { commit: commit.id, parent, checkout, unsigned, index, committer, reason };
}

async function publish({ checkout, commit, parent, index, committer, reason }: Prepared): Promise<void> {
  swapIndex(checkout, index);
  try {
    await moveRef(checkout, 'HEAD', commit, parent, { reason, committer });
  } catch (error) {
    // Ctrl-C goes to git as well, which may die after its work was done.
    if ((await headCommit(checkout)) === commit) return;
    swapIndex(checkout, { before: index.after, after: index.before });
    throw error;
  }
}

async function putBack(request: CommitRequest): Promise<void> {
  const back = request.changes.map(({ path, before, after }) => ({ path, before: after, after: before }));
  await writeFilesHeld(request.root, back, { caught: false });
}

async function commitHeld(
  request: CommitRequest,
  signals: HeldSignals,
  options: StepOptions,
): Promise<CommitResult> {
  let state = 'nothing was written';
  try {
    const prepared = await prepare(request);
    if (signals.caught) throw interrupted(state);
    await writeFilesHeld(request.root, request.changes, signals, options);
    try {
      await publish(prepared);
    } catch (error) {
      await putBack(request);
      state = 'every file was put back';
      throw error instanceof Failure ? withFilesPutBack(error) : error;
    }
    if (signals.caught) throw interrupted(`commit ${prepared.commit} had been made by then`);
    const { commit, parent, checkout, unsigned } = prepared;
    return { commit, parent, checkout, unsigned };
  } catch (error) {
    // A signal that reached a git of ours too shows as a failure of that git.
    throw signals.caught && error instanceof EnvironmentLack ? interrupted(state) : error;
  }
}

/**
 * Writes files into a checkout and commits exactly these, on the branch that is checked out or on a detached
 * HEAD, by plumbing: no hook, filter, editor, pager or signing program runs. Whatever else is staged or changed
 * stays as it is.
 *
 * The order is: objects, which nobody sees; work tree files, all or none; index; HEAD. So a run killed at any
 * point leaves an ordinary state of git: nothing done, files changed but not staged, files staged but not
 * committed, or all done. An error after the files were written puts files and index back.
 *
 * @param options watches the writing of the files
 * @throws Refusal `not-a-git-tree`, `other-work-tree`, `unborn-head`, `operation-in-progress`, `not-tracked`,
 *   `staged`, `modified`, `not-a-file`, `index-locked`, `ref-locked`, `ref-in-the-way`, `changed-meanwhile`,
 *   `nul-in-message`, and those of `writeFiles`; EnvironmentLack `no-git`, `git-failed`, `no-identity`, `no-space`; Interrupted (exit 130)
 */
export function commitFiles(request: CommitRequest, options: StepOptions = {}): Promise<CommitResult> {
  return holdSignals((signals) => commitHeld(request, signals, options));
}
