import type { Edit } from '../csource/splice.js';
import type { TreeTexts } from '../placement/sources.js';
import type { Problem } from '../problem/problem.js';
import type { FilePlan, PlacedCall } from './port-result.js';

/** What a revert does to a tree; or the problems for which it is refused. */
export interface RevertPlan {
  /** By name, with the places before the revert; `written` tells a call that takes its older name again. */
  readonly removed: readonly { readonly name: string; readonly sites: readonly PlacedCall[] }[];
  /** The checkpoints that have calls in the tree as it is. */
  readonly present: readonly string[];
  readonly files: readonly FilePlan[];
  readonly problems: readonly Problem[];
}

/** The files of a tree, and what becomes of them. @param edits what makes that of them, where it is of use */
export function filesOf(
  texts: TreeTexts,
  candidate: TreeTexts,
  edits?: Readonly<Record<keyof TreeTexts, readonly Edit[]>>,
): FilePlan[] {
  return (['migration', 'savevm', 'events'] as const).map((role) => ({
    path: texts[role].path,
    before: texts[role].text,
    after: candidate[role].text,
    edits: edits?.[role] ?? [],
  }));
}

/** The files of a tree that stays as it is. */
export function unchanged(texts: TreeTexts): FilePlan[] {
  return filesOf(texts, texts);
}
