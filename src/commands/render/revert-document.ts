import type { RevertPlan } from '../../port/revert.js';
import type { PortOutcome } from '../port-command.js';
import { siteJson } from './json.js';
import { portDocument } from './port-document.js';

/** The JSON document of `revert`, described by templates/schemas/revert.schema.json. */
export function revertDocument(outcome: PortOutcome<RevertPlan>, dryRun: boolean): Buffer {
  const checkpoints = outcome.recipe.checkpoints.map(({ name }) => {
    const removed = outcome.plan.removed.find((one) => one.name === name);
    const status = removed ? 'removed' : outcome.plan.present.includes(name) ? 'present' : 'absent';
    return { name, status, sites: (removed?.sites ?? []).map(siteJson) };
  });
  return portDocument('revert', outcome, checkpoints, { dryRun, notes: [] });
}
