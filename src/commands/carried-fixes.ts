import type { Recipe } from '../catalogue/recipe.js';
import type { Verdict } from '../port/port-result.js';

/** The later upstream corrections that `--fixes` brings to the calls of these verdicts. */
export function carriedFixes(recipe: Recipe, verdicts: readonly Verdict[]): Recipe['fixes'] {
  return recipe.fixes.filter((fix) => {
    const checkpoint = recipe.checkpoints.find((one) => one.name === fix.checkpoint);
    // Another later commit may have changed a checkpoint without moving its call: nothing to carry.
    const moves = checkpoint?.slots.some((slot) => slot.placements.some((one) => one.fixedInsideGuard));
    return moves && verdicts.some(({ name, sites }) => name === fix.checkpoint && sites.length > 0);
  });
}

/** A correction as the table and the commit message name it. */
export function fixText(fix: Recipe['fixes'][number]): string {
  return `${fix.commit.slice(0, 10)} ${fix.subject}`;
}
