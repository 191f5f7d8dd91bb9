import { objectFormat } from '../../git/object-format.js';
import type { Plan } from '../../port/port-result.js';
import { diffText, filesJson, jsonBytes, problemJson, verdictJson } from './json.js';
import { unifiedDiff } from './unified-diff.js';

/** The JSON document of `apply`, described by templates/schemas/apply.schema.json. */
export function applyDocument(
  outcome: {
    readonly folder: string;
    readonly root: string;
    readonly version: string | null;
    readonly plan: Plan;
    readonly written: boolean;
    readonly commit: string | undefined;
  },
  dryRun: boolean,
): Buffer {
  const { plan } = outcome;
  return jsonBytes({
    schema: 'qemu-downtime/apply@1',
    tree: outcome.folder,
    version: outcome.version,
    written: outcome.written,
    ...(outcome.commit === undefined ? {} : { commit: outcome.commit }),
    checkpoints: plan.verdicts.map(verdictJson),
    files: filesJson(plan.files, objectFormat(outcome.root)),
    ...(plan.problems.length > 0 ? { problems: plan.problems.map(problemJson) } : {}),
    ...(plan.notes.length > 0 ? { notes: plan.notes } : {}),
    ...(dryRun ? { diff: diffText(unifiedDiff(plan.files)) } : {}),
  });
}
