import type { Recipe } from '../../catalogue/recipe.js';
import type { Plan } from '../../port/port-result.js';
import type { PortOutcome } from '../port-command.js';
import { verdictJson } from './json.js';
import { portDocument } from './port-document.js';

/**
 * The JSON document of `apply`, described by templates/schemas/apply.schema.json.
 * @param fixes the later corrections carried, where they were asked for
 */
export function applyDocument(
  outcome: PortOutcome<Plan>,
  dryRun: boolean,
  fixes: Recipe['fixes'] | undefined,
): Buffer {
  const { verdicts, notes } = outcome.plan;
  const listed = fixes?.map(({ commit, subject, checkpoint }) => ({ commit, subject, checkpoint }));
  return portDocument('apply', outcome, verdicts.map(verdictJson), { dryRun, notes, fixes: listed });
}
