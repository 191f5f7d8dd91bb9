import { prepareParser } from '../csource/ready-parser.js';
import { type RevertDocument, revertDocument } from '../documents/revert.js';
import { Refusal } from '../problem/problem.js';
import { checkCall, flag, type OptionKinds, texts } from './check-call.js';
import { takeOut } from './port-recipes.js';
import { portRequest } from './port-request.js';
import { type RecipeName, recipeChoice } from './recipe-name.js';

/** What {@link revert} can be told. */
export interface RevertOptions {
  /** Say what would change, and write nothing. */
  readonly dryRun?: boolean;
  /** Names of checkpoints, or patterns of names such as `src-*`; all without it. */
  readonly only?: readonly string[];
  /** The checkpoints without it. */
  readonly recipes?: readonly RecipeName[];
  /** Make a commit of it, in the git repository around the tree. */
  readonly commit?: boolean;
  /** Add the user's Signed-off-by to the commit. */
  readonly signoff?: boolean;
}

/** What each option has to be. */
export const portOptionKinds: OptionKinds<RevertOptions> = {
  dryRun: flag,
  only: texts,
  recipes: texts,
  commit: flag,
  signoff: flag,
};

/**
 * Takes out of a QEMU tree what {@link apply} put in, byte for byte, by the tree alone; all or nothing.
 * @param tree its top folder
 * @throws Refusal where something is upstream's own or was edited since, or where the folder is no QEMU tree; WrongUsage for
 * options that contradict each other; EnvironmentLack where git or the parser is missing; Interrupted where a signal came
 * while files were written
 */
export async function revert(tree: string, options: RevertOptions = {}): Promise<RevertDocument> {
  checkCall('revert', { name: 'tree', value: tree }, options, portOptionKinds);
  const { recipes, dryRun = false } = options;
  const request = portRequest({ ...options, ...recipeChoice(recipes) });
  await prepareParser();
  const outcome = await takeOut(tree, request);
  if (outcome.plan.problems.length > 0) throw new Refusal(outcome.plan.problems);
  return revertDocument(outcome, dryRun);
}
