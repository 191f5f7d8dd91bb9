import type { AnyRecipe } from '../catalogue/any-recipe.js';
import type { PortOutcome, PortPlan } from '../documents/port.js';
import type { FilePlan } from '../port/port-result.js';
import { fileChanges } from '../port/tree-texts.js';
import { usageProblems } from '../problem/usage-problems.js';
import type { FolderTree } from '../tree/folder-tree.js';
import { requireOneLayout } from '../tree/layout.js';

/** What to do with a tree, whichever way. */
export interface PortRequest {
  /** In upstream's order. */
  readonly recipes: readonly AnyRecipe[];
  readonly selected: (name: string) => boolean;
  /** Neither a dry run nor a check. */
  readonly writes: boolean;
  readonly commit: boolean;
  readonly signoff: boolean;
  /** Takes what is worth saying and stands in no result. */
  readonly note: (text: string) => void;
}

/** What a user may choose about writing. */
export interface WriteChoices {
  readonly dryRun?: boolean;
  readonly check?: boolean;
  readonly commit?: boolean;
  readonly signoff?: boolean;
}

/** @throws WrongUsage for choices that contradict each other */
export function checkWriteChoices({ dryRun, check, commit, signoff }: WriteChoices): void {
  if (dryRun && check)
    throw usageProblems.together(
      '--dry-run',
      '--check',
      'one shows the change, the other tells whether there is one',
    );
  if (commit && dryRun) throw usageProblems.together('--commit', '--dry-run', 'a dry run commits nothing');
  if (commit && check) throw usageProblems.together('--commit', '--check', 'a check commits nothing');
  if (signoff && !commit) throw usageProblems.needs('--signoff', '--commit');
}

/**
 * Opens a tree that is about to be ported, there or back; where it is going to be written, what a killed run left is
 * brought to its end first.
 * @throws Refusal for a tree that is none
 */
export async function openTree(folder: string, { writes }: Pick<PortRequest, 'writes'>): Promise<FolderTree> {
  if (writes) {
    const { recoverTree } = await import('../tree/write/recover.js');
    await recoverTree(folder);
  }
  const { openFolderTree } = await import('../tree/folder-tree.js');
  const tree = openFolderTree(folder);
  requireOneLayout(folder, tree.layout, (path) => tree.has(path));
  return tree;
}

/** What is said about a commit. */
interface CommitWords {
  readonly message: () => Promise<{
    message: string;
    author?: { name: string; email: string; date: string } | undefined;
  }>;
  /** The command that takes back what this one does. */
  readonly undo: 'apply' | 'revert';
}

/** Writes what a plan changes, unless it is refused or nothing is to be written. */
export async function carryOut<Planned extends PortPlan>(
  folder: string,
  tree: FolderTree,
  plan: Planned,
  request: PortRequest,
  words: CommitWords,
): Promise<PortOutcome<Planned>> {
  const { recipes, writes } = request;
  const acts = writes && plan.problems.length === 0;
  const commit = acts ? await writePlan(tree.root, plan.files, request, words) : undefined;
  const written = acts && fileChanges(plan.files).length > 0;
  return { folder, root: tree.root, version: tree.version, recipes, plan, written, commit };
}

/** Writes the planned files, as a commit where asked. Returns the new commit's id. */
async function writePlan(
  root: string,
  files: readonly FilePlan[],
  { commit, signoff, note }: PortRequest,
  { message, undo }: CommitWords,
): Promise<string | undefined> {
  const changes = fileChanges(files);
  if (changes.length === 0) {
    if (commit) {
      const { requireCommitted } = await import('../git/uncommitted.js');
      const present = files.map(({ path, before }) => ({ path, before: Buffer.from(before, 'latin1') }));
      await requireCommitted(root, present, undo);
    }
    return undefined;
  }
  if (commit) {
    const { commitFiles } = await import('../git/commit-files.js');
    const text = await message();
    const result = await commitFiles({ root, changes, ...text, signoff });
    if (result.unsigned) note('commits made here are never signed');
    return result.commit;
  }
  const { writeFiles } = await import('../tree/write/write-files.js');
  await writeFiles(root, changes);
  return undefined;
}
