import type { Recipe } from '../catalogue/recipe.js';
import type { Found, Rule } from './rule.js';

/** What one rule found. */
interface RuleFindings {
  readonly rule: Rule;
  readonly found: readonly Found[];
}

/** Of each rule about what fires in a migration, the rules that say the same of a checkpoint nearer to its cause. */
const CAUSES: Readonly<Record<string, readonly string[]>> = {
  'fires-twice': ['duplicate', 'wrong-function'],
  'missing-on-path': ['missing-checkpoint', 'no-place'],
  'wrong-path': ['duplicate', 'misplaced', 'wrong-function'],
  'wrong-order': ['missing-checkpoint', 'no-place', 'misplaced', 'duplicate', 'wrong-function'],
};

/**
 * Leaves out what other findings explain: a call that is missing is missing on some path, too. What upstream itself does
 * stays.
 */
export function withoutEchoes<T extends RuleFindings>(all: readonly T[], recipe: Recipe): T[] {
  const causes = new Map(all.map(({ rule, found }) => [rule.id, checkpointsOf(found)]));
  // A helper that is not called takes its checkpoints with it.
  const isBroken = all.some(({ rule, found }) => rule.id.startsWith('helper-') && found.length > 0);
  const held = isBroken ? heldByHelpers(recipe) : new Set<string>();
  return all.map((one) => {
    const explaining = CAUSES[one.rule.id];
    if (!explaining) return one;
    const isExplained = (name: string): boolean =>
      held.has(name) || explaining.some((rule) => causes.get(rule)?.has(name));
    return {
      ...one,
      found: one.found.filter(
        (found) => found.severity !== undefined || ![...checkpointsOf([found])].some(isExplained),
      ),
    };
  });
}

function checkpointsOf(found: readonly Found[]): Set<string> {
  return new Set(
    found.flatMap(({ checkpoint, other }) => [checkpoint, other].filter((name) => name !== undefined)),
  );
}

/** The checkpoints that a helper of upstream's series can hold. */
function heldByHelpers({ checkpoints }: Recipe): Set<string> {
  return new Set(
    checkpoints
      .filter(({ slots }) => slots.some(({ placements }) => placements.some(({ helper }) => helper)))
      .map(({ name }) => name),
  );
}
