import { objectFormat } from '../../git/object-format.js';
import { unifiedDiff } from '../../patch/unified-diff.js';
import type { FilePlan } from '../../port/port-result.js';
import type { Problem } from '../../problem/problem.js';
import type { PortOutcome } from '../port-command.js';
import { diffText, filesJson, jsonBytes, problemJson } from './json.js';

/** The JSON document of a command that ports, there or back; see templates/schemas. */
export function portDocument(
  command: 'apply' | 'revert',
  outcome: PortOutcome<{ readonly files: readonly FilePlan[]; readonly problems: readonly Problem[] }>,
  checkpoints: readonly unknown[],
  options: {
    readonly dryRun: boolean;
    readonly notes: readonly string[];
    readonly fixes?: readonly unknown[] | undefined;
    readonly recipes?: readonly unknown[] | undefined;
  },
): Buffer {
  const { plan } = outcome;
  return jsonBytes({
    schema: `qemu-downtime/${command}@1`,
    tree: outcome.folder,
    version: outcome.version,
    written: outcome.written,
    ...(outcome.commit === undefined ? {} : { commit: outcome.commit }),
    ...(options.fixes === undefined ? {} : { fixes: options.fixes }),
    checkpoints,
    ...(options.recipes === undefined ? {} : { recipes: options.recipes }),
    files: filesJson(plan.files, objectFormat(outcome.root)),
    ...(plan.problems.length > 0 ? { problems: plan.problems.map(problemJson) } : {}),
    ...(options.notes.length > 0 ? { notes: options.notes } : {}),
    ...(options.dryRun ? { diff: diffText(unifiedDiff(plan.files)) } : {}),
  });
}
