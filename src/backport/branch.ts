import type { ChangedTree } from '../git/changed-tree.js';
import { commitObject } from '../git/commit-object.js';
import type { CommitText, Person } from '../git/commit-text.js';
import { moveRef } from '../git/move-ref.js';
import type { NewObject } from '../git/new-object.js';
import type { ObjectReader } from '../git/object-reader.js';
import { commitIn, readCommit } from '../git/read-commit.js';
import { isRefName } from '../git/ref-name.js';
import { storeObjects } from '../git/store-objects.js';
import { backportProblems } from '../problem/backport-problems.js';
import { isOwnMessage } from '../provenance/own-message.js';
import { undated } from '../provenance/undated.js';
import type { PresentCommit } from './backport-result.js';
import { foreignPart, REFLOG_REASON } from './own-branch.js';

/** A commit of a new branch. */
export interface NewCommit {
  readonly changed: ChangedTree;
  readonly message: string;
  readonly author: Person;
}

/** What a new branch is made of. */
export interface NewBranch {
  /** Full name. */
  readonly ref: string;
  /** The revision as the user named it, for the reflog. */
  readonly onto: string;
  /** The commit that the first one stands on. */
  readonly parent: string;
  /** At least one, each on the one before. */
  readonly commits: readonly NewCommit[];
  readonly committer: Person;
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
  /** It has the same trees on the same parent already, and stays. */
  readonly same?: readonly PresentCommit[];
  /** The work tree that has it checked out. */
  readonly workTree?: string | undefined;
}

/**
 * Looks at a branch to be made before anything is written.
 * @throws Refusal `branch-differs`, `branch-not-ours`, `branch-checked-out`, `branch-name-unfit`
 */
export async function presentBranch(
  reader: ObjectReader,
  branch: Pick<NewBranch, 'ref' | 'parent'> & {
    readonly commits: readonly Pick<NewCommit, 'changed' | 'message'>[];
  },
  { force, checkedOut }: Omit<BranchOptions, 'hooksOff'>,
): Promise<PresentBranch> {
  const { ref } = branch;
  if (!isRefName(ref)) throw backportProblems.nameUnfit(ref);
  const object = await reader.readObject(ref);
  const commit = commitIn(object);
  const same = object && commit ? await presentCommits(reader, object.id, commit, branch) : undefined;
  const workTree = checkedOut.get(ref);
  if (same && !(force && same.some(({ messageDiffers }) => messageDiffers)))
    return { before: object?.id ?? null, same, workTree };
  if (workTree !== undefined) throw backportProblems.checkedOut(ref, workTree);
  if (object === null) return { before: null };
  // A branch that is ported onto is the user's, whoever made its last commit.
  if (object.id === branch.parent) throw backportProblems.notOurs(ref, object.id);
  const foreign = await foreignPart(reader, { ref, tip: object.id, parent: branch.parent });
  if (foreign) throw backportProblems.notOurs(ref, object.id, foreign);
  if (!force) throw backportProblems.differs(ref, object.id);
  return { before: object.id };
}

/** The commits of a branch from the last one back, if they have the same trees and stand on the same commit. */
async function presentCommits(
  reader: ObjectReader,
  tip: string,
  last: CommitText,
  { parent, commits }: Parameters<typeof presentBranch>[1],
): Promise<PresentCommit[] | undefined> {
  const found: PresentCommit[] = [];
  let [id, text]: [string, CommitText | undefined] = [tip, last];
  for (const { changed, message } of [...commits].reverse()) {
    const [before] = text?.parents ?? [];
    if (text?.tree !== changed.tree || text.parents.length !== 1 || before === undefined) return undefined;
    const messageDiffers = undated(text.message) !== undated(message);
    found.unshift({ id, message: text.message, messageDiffers, isOurs: isOwnMessage(text.message) });
    id = before;
    text = id === parent ? undefined : await readCommit(reader, id);
  }
  return id === parent ? found : undefined;
}

/**
 * Stores commits and points a branch at the last. The objects come first, so that a run killed at any point leaves no
 * branch that lacks something.
 * @param before as {@link presentBranch} found it
 * @returns ids of the commits
 * @throws Refusal `changed-meanwhile`, `ref-locked`, `ref-in-the-way`; EnvironmentLack `no-space`, `git-failed`
 */
export async function writeBranch(
  reader: ObjectReader,
  branch: NewBranch,
  before: string | null,
  { hooksOff }: Pick<BranchOptions, 'hooksOff'>,
): Promise<string[]> {
  const { repository } = reader;
  const { committer } = branch;
  const objects = new Map<string, NewObject>();
  const ids: string[] = [];
  for (const { changed, message, author } of branch.commits) {
    const parents = [ids.at(-1) ?? branch.parent];
    const commit = commitObject(
      { tree: changed.tree, parents, author, committer, message },
      repository.format,
    );
    // Later commits have the blobs of earlier ones.
    for (const object of [...changed.objects, commit]) objects.set(object.id, object);
    ids.push(commit.id);
  }
  await storeObjects(repository, [...objects.values()]);
  const log = { reason: `${REFLOG_REASON}${branch.onto}`, committer };
  await moveRef(repository, branch.ref, ids.at(-1) ?? branch.parent, before, log, hooksOff);
  return ids;
}
