import type { Recipe } from '../catalogue/recipe.js';
import { sameGap } from '../csource/gap.js';
import type { SyntaxNode } from '../csource/syntax.js';
import { type ExistingCall, transparentCalls } from './existing-calls.js';
import { helperNames } from './helper-functions.js';
import type { Site, SurveyedSite } from './site.js';
import { passing, soleCall } from './standing-place.js';

/**
 * Looks for the call of a site among those of its checkpoint.
 * @param matched calls that are another site's; the one that is found joins them
 */
export function matchSite(
  site: Site,
  own: readonly ExistingCall[],
  matched: Set<ExistingCall>,
  recipe: Recipe,
): SurveyedSite {
  const { function: fn, placement } = site;
  const transparent = transparentCalls(fn, recipe);
  const helpers = helperNames(recipe);
  // A helper's call may stand between a call and its place: where that one belongs is looked at apart.
  const isPassable = (statement: SyntaxNode): boolean =>
    transparent(statement) || helpers.has(soleCall(fn, statement) ?? '');
  const stands = (call: ExistingCall, gap: Site['gap']): boolean =>
    gap !== undefined &&
    call.gap !== undefined &&
    !matched.has(call) &&
    call.condition === placement.under?.condition &&
    sameGap(passing(call.gap, isPassable), passing(gap, isPassable));
  const here = own.find((call) => stands(call, site.gap));
  const fixed = here ? undefined : own.find((call) => stands(call, site.fixedGap));
  const existing = here ?? fixed;
  if (existing) matched.add(existing);
  return { ...site, existing, existingIsFixed: fixed !== undefined };
}
