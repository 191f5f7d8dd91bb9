import type { PortOutcome } from '../documents/port.js';
import type { TreeTexts } from '../placement/sources.js';
import { planRecipes, type RecipesPlan } from '../port/plan-recipes.js';
import { planReverts, type RecipesRevert } from '../port/revert-recipes.js';
import { treeTexts } from '../port/tree-texts.js';
import { carryOut, openTree, type PortRequest } from './port-tree.js';

/** Ports recipes onto a tree in a folder, all or nothing. @param fixes with the later upstream corrections */
export async function portOnto(
  folder: string,
  request: PortRequest,
  fixes: boolean,
): Promise<PortOutcome<RecipesPlan>> {
  const tree = await openTree(folder, request);
  const texts = treeTexts(tree);
  const planned = planRecipes(texts, request.recipes, { selected: request.selected, fixes });
  const plan = planned.problems.length === 0 ? planned : await refusedAs(planned, texts);
  for (const note of plan.notes) request.note(note);
  const message = async () => {
    const { portCommitText } = await import('./port-commit-text.js');
    const [only] = plan.plans;
    if (!only) throw new Error('a port without a recipe');
    return portCommitText(tree.root, only, fixes);
  };
  return carryOut(folder, tree, plan, request, { message, undo: 'revert' });
}

/** A refused plan that says where a comment for lint changes nothing. */
async function refusedAs(plan: RecipesPlan, texts: TreeTexts): Promise<RecipesPlan> {
  const { withIgnored } = await import('../lint/ignored-problems.js');
  return { ...plan, problems: withIgnored(plan.problems, texts) };
}

/** Takes out of a tree what {@link portOnto} put in, by the tree alone. */
export async function takeOut(folder: string, request: PortRequest): Promise<PortOutcome<RecipesRevert>> {
  const tree = await openTree(folder, request);
  const plan = planReverts(treeTexts(tree), request.recipes, request.selected);
  const message = async () => ({
    // A commit is of one recipe.
    message: `Revert "${request.recipes[0]?.subject}"\n\nThis takes out what qemu-downtime apply put in.\n`,
  });
  return carryOut(folder, tree, plan, request, { message, undo: 'apply' });
}
