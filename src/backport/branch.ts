import type { ChangedTree } from '../git/changed-tree.js';
import { commitObject } from '../git/commit-object.js';
import { type CommitText, type Person, parseCommit } from '../git/commit-text.js';
import { moveRef } from '../git/move-ref.js';
import type { ObjectReader } from '../git/object-reader.js';
import { isRefName } from '../git/ref-name.js';
import { storeObjects } from '../git/store-objects.js';
import { backportProblems } from '../problem/backport-problems.js';
import { undated } from '../provenance/undated.js';
import type { PresentCommit } from './backport-result.js';

/** What a new branch is made of. */
export interface NewBranch {
  /** Full name. */
  readonly ref: string;
  /** The revision as the user named it, for the reflog. */
  readonly onto: string;
  readonly parent: string;
  readonly changed: ChangedTree;
  readonly message: string;
  readonly author: Person;
  readonly committer: Person;
  /** Full id of the upstream commit, by which a branch of ours is known. */
  readonly upstream: string;
}

/** How branches are written. */
export interface BranchOptions {
  /** Replace a branch of ours that holds something else, or the same with another message. */
  readonly force: boolean;
  /** Branches in use, with their work trees. */
  readonly checkedOut: ReadonlyMap<string, string>;
  readonly hooksOff: readonly string[];
}

/** What is at the name of a branch to be made. */
export interface PresentBranch {
  /** The commit it points to; null if there is no such branch. */
  readonly before: string | null;
  /** It has the same tree on the same parent already, and stays. */
  readonly same?: PresentCommit;
}

/**
 * Looks at a branch to be made before anything is written.
 * @throws Refusal `branch-differs`, `branch-not-ours`, `branch-checked-out`, `branch-name-unfit`
 */
export async function presentBranch(
  reader: ObjectReader,
  branch: Pick<NewBranch, 'ref' | 'parent' | 'upstream' | 'message'> & { readonly tree: string },
  { force, checkedOut }: Omit<BranchOptions, 'hooksOff'>,
): Promise<PresentBranch> {
  const { ref } = branch;
  if (!isRefName(ref)) throw backportProblems.nameUnfit(ref);
  const object = await reader.readObject(ref);
  const commit = object?.type === 'commit' ? parseCommit(object.bytes) : undefined;
  const same = commit && isSame(commit, branch) ? presentCommit(commit, branch.message) : undefined;
  if (object && same && !(force && same.messageDiffers)) return { before: object.id, same };
  const workTree = checkedOut.get(ref);
  if (workTree !== undefined) throw backportProblems.checkedOut(ref, workTree);
  if (object === null) return { before: null };
  // A branch that is ported onto is the user's, whoever made its last commit.
  const isBase = object.id === branch.parent;
  if (isBase || commit === undefined || !isOurs(commit, branch.upstream))
    throw backportProblems.notOurs(ref, object.id);
  if (!force) throw backportProblems.differs(ref, object.id);
  return { before: object.id };
}

function isSame(commit: CommitText, { tree, parent }: { tree: string; parent: string }): boolean {
  return commit.tree === tree && commit.parents.length === 1 && commit.parents[0] === parent;
}

function presentCommit({ message }: CommitText, wanted: string): PresentCommit {
  return { message, messageDiffers: undated(message) !== undated(wanted) };
}

/** A branch with commits of somebody else's on top of ours ends in a commit that does not name upstream's. */
function isOurs({ parents, message }: CommitText, upstream: string): boolean {
  return parents.length === 1 && message.includes(`(cherry picked from commit ${upstream})`);
}

/**
 * Stores a commit and points a branch at it. The objects come first, so that a run killed at any point leaves no
 * branch that lacks something.
 * @param before as {@link presentBranch} found it
 * @returns id of the commit
 * @throws Refusal `changed-meanwhile`, `ref-locked`, `ref-in-the-way`; EnvironmentLack `no-space`, `git-failed`
 */
export async function writeBranch(
  reader: ObjectReader,
  branch: NewBranch,
  before: string | null,
  { hooksOff }: Pick<BranchOptions, 'hooksOff'>,
): Promise<string> {
  const { repository } = reader;
  const { changed, parent, author, committer, message } = branch;
  const commit = commitObject(
    { tree: changed.tree, parents: [parent], author, committer, message },
    repository.format,
  );
  await storeObjects(repository, [...changed.objects, commit]);
  const log = { reason: `qemu-downtime: backport onto ${branch.onto}`, committer };
  await moveRef(repository, branch.ref, commit.id, before, log, hooksOff);
  return commit.id;
}
