import { planRevert, type RevertPlan } from '../port/revert.js';
import { carryOut, conclude, openPort, type PortCommandOptions, type PortOutcome } from './port-command.js';
import { printable } from './render/printable.js';
import { tell, writeResult } from './result.js';
import { fileChanges, treeTexts } from './tree-texts.js';

/**
 * `qemu-downtime revert [TREE]`: takes out what `apply` put in, by the tree alone.
 * @returns the exit code
 */
export async function revert(folder: string, options: PortCommandOptions): Promise<number> {
  const opened = await openPort(folder, options);
  const { recipe, selected, tree } = opened;
  const plan = planRevert(treeTexts(tree), recipe, selected);
  const outcome = await carryOut(folder, opened, plan, options, async () => ({
    message: `Revert "${recipe.subject}"\n\nThis takes out what qemu-downtime apply put in.\n`,
  }));
  if (options.format === 'json') {
    const { revertDocument } = await import('./render/revert-document.js');
    writeResult(revertDocument(outcome, options.dryRun ?? false), options.output);
  } else if (options.format === 'diff' || options.dryRun) {
    tell(describe(outcome));
    const { unifiedDiff } = await import('./render/unified-diff.js');
    writeResult(Buffer.from(unifiedDiff(plan.files), 'latin1'), options.output);
  } else {
    writeResult(Buffer.from(describe(outcome)), options.output);
  }
  return conclude(outcome, options);
}

function describe({ folder, plan, written, commit }: PortOutcome<RevertPlan>): string {
  if (plan.problems.length > 0) return '';
  const files = fileChanges(plan.files).length;
  if (files === 0) return `${printable(folder)}: no checkpoints to take out\n`;
  const width = Math.max(...plan.removed.map((one) => one.name.length));
  const lines = plan.removed.flatMap((one) =>
    one.sites.map(
      (site, index) =>
        `  ${(index === 0 ? one.name : '').padEnd(width)}  ${site.file}:${site.line}  ${site.function}`,
    ),
  );
  const calls = plan.removed.reduce((sum, one) => sum + one.sites.length, 0);
  const done = commit ? `taken out, committed as ${commit}` : written ? 'taken out' : 'would be taken out';
  return `${printable(folder)}\n${lines.join('\n')}\n${calls} calls in ${files} files ${done}\n`;
}
