import type { Plan } from '../../port/port-result.js';
import type { PortOutcome } from '../port-command.js';
import { verdictJson } from './json.js';
import { portDocument } from './port-document.js';

/** The JSON document of `apply`, described by templates/schemas/apply.schema.json. */
export function applyDocument(outcome: PortOutcome<Plan>, dryRun: boolean): Buffer {
  const { verdicts, notes } = outcome.plan;
  return portDocument('apply', outcome, verdicts.map(verdictJson), { dryRun, notes });
}
