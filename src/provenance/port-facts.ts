import type { AnyRecipe } from '../catalogue/any-recipe.js';
import type { PrecedingCommit, Recipe } from '../catalogue/recipe.js';
import { eventsOf, isOurs, partsOf } from '../catalogue/recipe-parts.js';
import { declares, type EventChange, eventChanges } from '../port/event-changes.js';
import type { PlacedCall, Plan, Verdict } from '../port/port-result.js';
import { type Mend, mendOf } from './mend-steps.js';

/** Calls of one checkpoint that are elsewhere than upstream's, for one reason. */
export interface Difference {
  readonly checkpoint: string;
  readonly functions: readonly string[];
  /** Where the calls are, in the catalogue's words, and what was reshaped to make room. */
  readonly why: string;
  /** Upstream's place. */
  readonly upstream: string;
}

/** What there is to say about a port beside the diff, as data. */
export interface PortFacts {
  readonly recipe: AnyRecipe;
  /** How many calls the port writes, and the files it changes. */
  readonly calls: number;
  readonly files: readonly string[];
  readonly chosen: number;
  readonly all: number;
  readonly differences: readonly Difference[];
  /** The files that differ from upstream's change in more than their surroundings. */
  readonly differingFiles: readonly string[];
  readonly notApplicable: readonly { readonly names: readonly string[]; readonly reason: string }[];
  readonly absent: readonly PrecedingCommit[];
  /** Files that get the header of the tracepoints, which upstream's have. */
  readonly includes: readonly string[];
  readonly events: readonly EventChange[];
  /** The older event that upstream's commit drops is not in this tree. */
  readonly nothingToDrop: string | undefined;
  /** The older event, where it stays declared for uses of it that no checkpoint replaces, and the function of the first. */
  readonly keptEvent: { readonly name: string; readonly usedBy: string } | undefined;
  readonly fixes: Recipe['fixes'];
  /** Where the tracepoints were there before: what is done to them. Then little of it is upstream’s change. */
  readonly mend: Mend | undefined;
  /** Other commits of the series that are not made, and why. */
  readonly skipped: readonly { readonly commit: string; readonly subject: string; readonly reason: string }[];
}

/** The verdicts whose calls a plan adds, renames or moves, each with only these calls. */
export function addedCalls(plan: Pick<Plan, 'verdicts'>): Verdict[] {
  return plan.verdicts
    .map((verdict) => ({ ...verdict, sites: verdict.sites.filter((site) => site.written !== undefined) }))
    .filter(({ sites }) => sites.length > 0);
}

/** How many calls verdicts have. */
export function countCalls(verdicts: readonly { readonly sites: readonly PlacedCall[] }[]): number {
  return verdicts.reduce((sum, verdict) => sum + verdict.sites.length, 0);
}

/** The later upstream corrections that `--fixes` brings to the calls of these verdicts. */
export function carriedFixes(recipe: AnyRecipe, verdicts: readonly Verdict[]): Recipe['fixes'] {
  if (recipe.kind === 'changes') return [];
  return recipe.fixes.filter((fix) => {
    const checkpoint = recipe.checkpoints.find((one) => one.name === fix.checkpoint);
    // Another later commit may have changed a checkpoint without moving its call: nothing to carry.
    const moves = checkpoint?.slots.some((slot) => slot.placements.some((one) => one.fixedInsideGuard));
    return moves && verdicts.some(({ name, sites }) => name === fix.checkpoint && sites.length > 0);
  });
}

/**
 * Gathers what a port's note tells.
 * @param fixes whether the later corrections were asked for
 * @param idle the plans of recipes that were asked for as well and change nothing
 */
export function portFacts(plan: Plan, fixes: boolean, idle: readonly Plan[] = []): PortFacts {
  const { recipe, verdicts } = plan;
  const added = addedCalls(plan);
  const changed = plan.files.filter((file) => file.before !== file.after);
  const differing = added.flatMap(({ name, sites }) =>
    sites.flatMap((site) => {
      const difference = differenceOf(recipe, name, site);
      return difference ? [{ file: site.file, difference }] : [];
    }),
  );
  const include = `#include "${recipe.include}"`;
  const { dropped } = eventsOf(recipe);
  const events = eventChanges(recipe, plan.files);
  return {
    recipe,
    calls: countCalls(added),
    files: changed.map(({ path }) => path),
    chosen: verdicts.filter(({ status }) => status !== 'skipped').length,
    all: verdicts.length,
    differences: grouped(differing.map(({ difference }) => difference)),
    differingFiles: [...new Set(differing.map(({ file }) => file))],
    notApplicable: notApplicable(verdicts),
    absent: plan.absent,
    includes: changed
      .filter(({ before, after }) => after.includes(include) && !before.includes(include))
      .map(({ path }) => path),
    events,
    nothingToDrop: dropped !== undefined && !declares(plan.files, 'before', dropped) ? dropped : undefined,
    keptEvent: plan.keptEvent && {
      name: plan.keptEvent.name,
      usedBy: plan.keptEvent.place.function ?? plan.keptEvent.place.file,
    },
    fixes: fixes ? carriedFixes(recipe, added) : [],
    mend: mendOf(plan, added),
    skipped: idle
      .filter((one) => !isOurs(one.recipe))
      .map(({ recipe: { commit, subject }, skipped }) => ({
        commit,
        subject,
        reason: skipped?.reason ?? 'there already',
      })),
  };
}

/** How a call's place differs from upstream's; undefined where it is the same function and place. */
function differenceOf(recipe: AnyRecipe, name: string, site: PlacedCall): Difference | undefined {
  const part = partsOf(recipe).find((one) => one.name === name);
  const reshaped = site.written === 'hoist' ? '; the call moves out of a condition' : '';
  const { id, function: inFunction = site.function } = part?.own ?? {};
  const same = id === site.placement && inFunction === site.function;
  if (part === undefined || (same && reshaped === '')) return undefined;
  const { upstream } = part;
  return { checkpoint: name, functions: [site.function], why: `${site.why}${reshaped}`, upstream };
}

/** Puts the functions together that have the same reason. */
function grouped(differences: readonly Difference[]): Difference[] {
  const groups = new Map<string, Difference>();
  for (const one of differences) {
    const key = `${one.checkpoint}\n${one.why}`;
    const known = groups.get(key);
    groups.set(key, known ? { ...known, functions: [...known.functions, ...one.functions] } : one);
  }
  return [...groups.values()];
}

function notApplicable(verdicts: readonly Verdict[]): PortFacts['notApplicable'] {
  const reasons = new Map<string, string[]>();
  for (const { name, status, reason = '' } of verdicts)
    if (status === 'not-applicable') reasons.set(reason, [...(reasons.get(reason) ?? []), name]);
  return [...reasons].map(([reason, names]) => ({ reason, names }));
}
