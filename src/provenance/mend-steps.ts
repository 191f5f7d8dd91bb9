import { callsTracepoints, eventsOf } from '../catalogue/recipe-parts.js';
import { declares, type EventChange, eventChanges } from '../port/event-changes.js';
import type { PlacedCall, Plan, Verdict } from '../port/port-result.js';

/** Calls of one checkpoint that a mend adds or moves, for one reason. */
interface MendStep {
  readonly does: 'adds' | 'moves';
  readonly checkpoint: string;
  readonly functions: readonly string[];
  /** Where they are then, in the catalogue's words. */
  readonly why: string;
}

/** What a plan mends of tracepoints that the tree had before. */
export interface Mend {
  readonly steps: readonly MendStep[];
  readonly events: readonly EventChange[];
}

/**
 * What a plan does where the tracepoints of its recipe were there before, ported or upstream's own.
 * @param added the verdicts with the calls that it adds or moves
 * @returns undefined where it brings them
 */
export function mendOf(plan: Plan, added: readonly Verdict[]): Mend | undefined {
  const { recipe, verdicts, files } = plan;
  const isPresent = ({ sites }: Verdict): boolean =>
    sites.some(({ written }) => written === undefined || written === 'moved');
  // Of what was not asked for no call is listed; its event is declared.
  const wasThere =
    verdicts.some(isPresent) || eventsOf(recipe).added.some((name) => declares(files, 'before', name));
  if (!wasThere || !callsTracepoints(recipe)) return undefined;
  const steps = new Map<string, MendStep>();
  for (const { name, sites } of added) for (const site of sites) addStep(steps, name, site);
  return { steps: [...steps.values()], events: eventChanges(recipe, files) };
}

function addStep(steps: Map<string, MendStep>, checkpoint: string, site: PlacedCall): void {
  const does = site.written === 'moved' ? 'moves' : 'adds';
  const key = `${checkpoint}\n${does}\n${site.why}`;
  const functions = [...(steps.get(key)?.functions ?? []), site.function];
  steps.set(key, { does, checkpoint, functions, why: site.why });
}
