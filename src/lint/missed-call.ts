import { sitePlace } from '../placement/moved-calls.js';
import { placeAt } from '../placement/place-at.js';
import type { Place } from '../problem/problem.js';
import type { FlowFinding } from '../proof/flow-finding.js';
import { scenarioFunctions } from '../proof/scenario-functions.js';
import type { Examined } from './rule.js';

/**
 * Where to look at what need not fire in a scenario: the call that other runs of it come to; where none does the call at a
 * place in the scenario's own functions, else such a place, else where the scenario begins.
 */
export function missedCall({ survey, recipe }: Examined, finding: FlowFinding): Place {
  const { call, checkpoint: name, place } = finding;
  if (call || !survey) return call ?? place;
  const { migration, savevm } = survey.sources;
  const sites = survey.checkpoints.find(({ checkpoint }) => checkpoint.name === name)?.sites ?? [];
  for (const own of scenarioFunctions([migration, savevm], recipe.flow, finding)) {
    const inside = sites.filter(({ function: fn }) => own.has(fn.name));
    const site = inside.find(({ existing }) => existing) ?? inside[0];
    if (site?.existing) return placeAt(site.function.file, site.existing.call.start);
    if (site) return sitePlace(site);
  }
  return place;
}
