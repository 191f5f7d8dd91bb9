import { planRevert, type RevertPlan } from '../port/revert.js';
import { exitCode } from './exit-code.js';
import { checkPortOptions, type PortCommandOptions, showRefusal, writePlan } from './port-command.js';
import { printable } from './render/printable.js';
import { requireOutput, tell, writeResult } from './result.js';
import { selectCheckpoints, selectRecipe } from './select.js';
import { fileChanges, treeTexts } from './tree-texts.js';

/**
 * `qemu-downtime revert [TREE]`: takes out what `apply` put in, by the tree alone.
 * @returns the exit code
 */
export async function revert(folder: string, options: PortCommandOptions): Promise<number> {
  checkPortOptions(options);
  const recipe = selectRecipe(options.recipe);
  const selected = selectCheckpoints(recipe, options.only ?? []);
  requireOutput(options.output);
  const writes = !options.dryRun && !options.check;
  if (writes) {
    const { recoverTree } = await import('../tree/write/recover.js');
    await recoverTree(folder);
  }
  const { openFolderTree } = await import('../tree/folder-tree.js');
  const tree = openFolderTree(folder);
  const plan = planRevert(treeTexts(tree), recipe, selected);
  const refused = plan.problems.length > 0;
  const changes = !refused && fileChanges(plan.files).length > 0;
  let commit: string | undefined;
  if (writes && !refused) {
    commit = await writePlan(tree.root, plan.files, options, async () => ({
      message: `Revert "${recipe.subject}"\n\nThis takes out what qemu-downtime apply put in.\n`,
    }));
  }
  const written = writes && changes;
  if (options.format === 'json') {
    const { revertDocument } = await import('./render/revert-document.js');
    const outcome = { folder, root: tree.root, version: tree.version, recipe, plan, written, commit };
    writeResult(revertDocument(outcome, options.dryRun ?? false), options.output);
  } else if (options.format === 'diff' || options.dryRun) {
    tell(describe(folder, plan, written, commit));
    const { unifiedDiff } = await import('./render/unified-diff.js');
    writeResult(Buffer.from(unifiedDiff(plan.files), 'latin1'), options.output);
  } else {
    writeResult(Buffer.from(describe(folder, plan, written, commit)), options.output);
  }
  if (refused) return showRefusal(plan.problems, options.color);
  return options.check && changes ? exitCode.findings : exitCode.done;
}

function describe(folder: string, plan: RevertPlan, written: boolean, commit: string | undefined): string {
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
