import type { AnyRecipe } from '../../src/catalogue/any-recipe.js';
import { defaultRecipe } from '../../src/catalogue/recipes.js';
import type { TreeTexts } from '../../src/placement/sources.js';
import { planPort } from '../../src/port/plan.js';
import type { Plan, PortOptions } from '../../src/port/port-result.js';
import { Failure } from '../../src/problem/problem.js';
import { onlyEditsDiffer } from './bytes-outside.js';
import { roundTripFailures } from './round-trip.js';
import { NOTHING, type Outcome } from './row.js';

export interface PortSettings {
  readonly fixes: boolean;
  /** What to port; the checkpoints without it. */
  readonly recipe?: AnyRecipe;
  /** Also port the result again, and take the port out again. */
  readonly roundTrip: boolean;
  /** The tree may hold upstream's own code, which a revert leaves alone. */
  readonly revertMayDecline: boolean;
}

/** A further check of a plan without problems; gives the failures. */
export type ExtraCheck = (plan: Plan, texts: TreeTexts) => Promise<readonly string[]>;

/** Ports a tree's texts, and checks the result. Never throws: an error of the engine is an outcome, too. */
export async function portInMemory(
  texts: TreeTexts,
  settings: PortSettings,
  check?: ExtraCheck,
): Promise<Outcome> {
  try {
    if (isBefore1_0(texts.migration.text)) return { ...NOTHING, verdict: 'before-1.0' };
    return await port(texts, settings, check);
  } catch (error) {
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { ...NOTHING, verdict: 'crashed', failures: [what] };
  }
}

async function port(
  texts: TreeTexts,
  settings: PortSettings,
  check: ExtraCheck | undefined,
): Promise<Outcome> {
  const options: PortOptions = { selected: () => true, fixes: settings.fixes };
  const { recipe = defaultRecipe } = settings;
  const plan = planPort(texts, recipe, options);
  if (plan.problems.length > 0) return { ...NOTHING, verdict: 'refused', problems: plan.problems };
  const changed = plan.files.some((file) => file.before !== file.after);
  const failures = plan.files
    .filter((file) => !onlyEditsDiffer(file))
    .map((file) => `${file.path}: differs outside the edits`);
  // What was there already is upstream's own, and a revert leaves that alone.
  if (settings.roundTrip && isWholePort(plan)) {
    failures.push(...roundTripFailures(plan.files, texts, recipe, { ...settings, ...options }));
  }
  failures.push(...((await check?.(plan, texts)) ?? []));
  return {
    verdict: failures.length > 0 ? 'wrong' : changed ? 'ported' : 'present',
    sites: plan.verdicts.reduce((sum, verdict) => sum + verdict.sites.length, 0),
    inserted: plan.verdicts
      .filter(({ status }) => status === 'inserted' || status === 'replaced')
      .reduce((sum, verdict) => sum + verdict.sites.length, 0),
    problems: [],
    failures,
  };
}

function isWholePort(plan: Plan): boolean {
  return plan.verdicts.every(({ status }) => ['inserted', 'replaced', 'not-applicable'].includes(status));
}

/**
 * 1.0 is the oldest era, and the first release that stops the guest by `vm_stop_force_state`; every later one
 * still does. A tree that does not, and has no checkpoint either, is older (or so changed that this must be said).
 */
function isBefore1_0(migration: string): boolean {
  return !/\b(?:vm_stop_force_state|migration_stop_vm|trace_vmstate_downtime_checkpoint)\b/.test(migration);
}

/** What to say of an error that a tree could not be read for. */
export function unreadable(error: unknown): Outcome {
  const verdict = error instanceof Failure ? 'unreadable' : 'crashed';
  const what = error instanceof Error ? error.message : String(error);
  return { ...NOTHING, verdict, failures: [what] };
}
