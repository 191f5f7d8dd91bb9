import { prepareParser } from '../csource/ready-parser.js';
import { type ApplyDocument, applyDocument } from '../documents/apply.js';
import { Refusal } from '../problem/problem.js';
import { checkCall, flag } from './check-call.js';
import { portOnto } from './port-recipes.js';
import { portRequest } from './port-request.js';
import { recipeChoice } from './recipe-name.js';
import { portOptionKinds, type RevertOptions } from './revert.js';

/** What {@link apply} can be told. */
export interface ApplyOptions extends RevertOptions {
  /** Also carry 812145fcf7, a later upstream correction. */
  readonly fixes?: boolean;
}

/**
 * Ports the checkpoints, or other recipes, onto a QEMU tree; all or nothing. A tree that has them stays as it is.
 * @param tree its top folder
 * @returns what became of each checkpoint, and the files that changed or, in a dry run, would change
 * @throws Refusal where a checkpoint has no safe place, or where the folder is no QEMU tree; WrongUsage for options that
 * contradict each other; EnvironmentLack where git or the parser is missing; Interrupted where a signal came while files
 * were written
 */
export async function apply(tree: string, options: ApplyOptions = {}): Promise<ApplyDocument> {
  checkCall('apply', { name: 'tree', value: tree }, options, { ...portOptionKinds, fixes: flag });
  const { recipes, fixes = false } = options;
  const request = portRequest({ ...options, ...recipeChoice(recipes) });
  await prepareParser();
  const outcome = await portOnto(tree, request, fixes);
  if (outcome.plan.problems.length > 0) throw new Refusal(outcome.plan.problems);
  return applyDocument(outcome, options);
}
