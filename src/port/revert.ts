import type { AnyRecipe } from '../catalogue/any-recipe.js';
import type { TreeTexts } from '../placement/sources.js';
import type { PortOptions } from './port-result.js';
import { revertChanges } from './revert-changes.js';
import { revertCheckpoints } from './revert-checkpoints.js';
import type { RevertPlan } from './revert-result.js';

/**
 * Plans to take a port out again, from the tree alone. It goes ahead only if porting its result gives the
 * present bytes: then that earlier text is the only one, since no two texts have the same port (see
 * docs/architecture.md).
 */
export function planRevert(
  texts: TreeTexts,
  recipe: AnyRecipe,
  selected: PortOptions['selected'],
): RevertPlan {
  return recipe.kind === 'checkpoints'
    ? revertCheckpoints(texts, recipe, selected)
    : revertChanges(texts, recipe);
}
