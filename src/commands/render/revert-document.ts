import type { Recipe } from '../../catalogue/recipe.js';
import { objectFormat } from '../../git/object-format.js';
import type { RevertPlan } from '../../port/revert.js';
import { diffText, filesJson, jsonBytes, problemJson, siteJson } from './json.js';
import { unifiedDiff } from './unified-diff.js';

/** The JSON document of `revert`, described by templates/schemas/revert.schema.json. */
export function revertDocument(
  outcome: {
    readonly folder: string;
    readonly root: string;
    readonly version: string | null;
    readonly recipe: Recipe;
    readonly plan: RevertPlan;
    readonly written: boolean;
    readonly commit: string | undefined;
  },
  dryRun: boolean,
): Buffer {
  const { plan } = outcome;
  return jsonBytes({
    schema: 'qemu-downtime/revert@1',
    tree: outcome.folder,
    version: outcome.version,
    written: outcome.written,
    ...(outcome.commit === undefined ? {} : { commit: outcome.commit }),
    checkpoints: outcome.recipe.checkpoints.map(({ name }) => {
      const removed = plan.removed.find((one) => one.name === name);
      return { name, status: removed ? 'removed' : 'absent', sites: (removed?.sites ?? []).map(siteJson) };
    }),
    files: filesJson(plan.files, objectFormat(outcome.root)),
    ...(plan.problems.length > 0 ? { problems: plan.problems.map(problemJson) } : {}),
    ...(dryRun ? { diff: diffText(unifiedDiff(plan.files)) } : {}),
  });
}
