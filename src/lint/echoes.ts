import type { Recipe } from '../catalogue/recipe.js';
import { helperNames } from '../placement/helper-functions.js';
import { isSameLine } from '../problem/problem.js';
import type { Found, Rule } from './rule.js';

/** What one rule found. */
export interface RuleFindings {
  readonly rule: Rule;
  readonly found: readonly Found[];
}

/** Of each rule about what fires in a migration, the rules that say the same of a checkpoint nearer to its cause. */
const CAUSES: Readonly<Record<string, readonly string[]>> = {
  'fires-twice': ['duplicate', 'wrong-function'],
  'missing-on-path': ['missing-checkpoint', 'no-place', 'stopped-twice'],
  'wrong-path': ['duplicate', 'misplaced', 'wrong-function'],
  'wrong-order': [
    'missing-checkpoint',
    'no-place',
    'stopped-twice',
    'misplaced',
    'duplicate',
    'wrong-function',
  ],
};

/** Where a call is missing that stands elsewhere, so that the finding about that one says it. */
function isMeant({ checkpoint, place }: Found, all: readonly RuleFindings[]): boolean {
  const meant = all.flatMap(({ found }) => found).filter((one) => one.checkpoint === checkpoint);
  return meant.some(({ belongs }) => isSameLine(belongs, place));
}

/** A helper that nobody calls since another helper lost its call: the one place that has to change is told of. */
function isCallerTold(
  { checkpoint }: Found,
  all: readonly RuleFindings[],
  helpers: ReadonlySet<string>,
): boolean {
  return all
    .filter(({ rule }) => rule.id === 'helper-not-called')
    .flatMap(({ found }) => found)
    .some((one) => one.checkpoint === checkpoint && helpers.has(one.place.function ?? ''));
}

/**
 * Leaves out what other findings explain: a call that is missing is missing on some path, too. What upstream itself does
 * stays.
 */
export function withoutEchoes<T extends RuleFindings>(all: readonly T[], recipe: Recipe): T[] {
  const causes = new Map(all.map(({ rule, found }) => [rule.id, checkpointsOf(found)]));
  // A helper that is not called takes its checkpoints with it.
  const isBroken = all.some(({ rule, found }) => rule.id.startsWith('helper-') && found.length > 0);
  const helpers = helperNames(recipe);
  const held = isBroken ? heldByHelpers(recipe) : new Set<string>();
  return all.map((one) => {
    if (one.rule.id === 'missing-checkpoint')
      return { ...one, found: one.found.filter((found) => !isMeant(found, all)) };
    if (one.rule.id === 'helper-unused')
      return { ...one, found: one.found.filter((found) => !isCallerTold(found, all, helpers)) };
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

/** The rules that say in general what a narrower one says of the same function. */
const GENERAL = ['change-half-made', 'event-misplaced', 'change-unplaced'];

/** Those that say what is wrong with a stamp or an event itself. */
const NARROW = [
  'event-on-skipped',
  'event-on-failed',
  'event-without-stamp',
  'stamp-without-event',
  'unset-entry',
  'untyped-section',
  'caller-left',
  'narrow-window',
];

/** The same of changes: where a rule tells what is wrong in a function, the general ones say nothing more. */
export function withoutChangeEchoes(all: readonly RuleFindings[]): RuleFindings[] {
  const told = new Set(
    all
      .filter(({ rule }) => NARROW.includes(rule.id))
      .flatMap(({ found }) => found.map(({ place }) => `${place.file} ${place.function}`)),
  );
  return all.map((one) =>
    GENERAL.includes(one.rule.id)
      ? { ...one, found: one.found.filter(({ place }) => !told.has(`${place.file} ${place.function}`)) }
      : one,
  );
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
