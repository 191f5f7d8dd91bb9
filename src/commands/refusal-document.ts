import { Failure, WrongUsage } from '../problem/problem.js';
import { Interrupted } from '../problem/tree-problems.js';
import type { PortCommandOptions } from './port-command.js';

/**
 * Does a command's work. With `--format json` a failure gives a document as well; not so wrong usage, which has
 * no result, nor an interruption, by which the work may be done.
 */
export async function orDocument<Result>(
  command: 'apply' | 'revert',
  folder: string,
  options: PortCommandOptions,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const silent = error instanceof WrongUsage || error instanceof Interrupted;
    if (options.format === 'json' && error instanceof Failure && !silent)
      await writeDocument(command, folder, options, error);
    throw error;
  }
}

async function writeDocument(
  command: 'apply' | 'revert',
  folder: string,
  options: PortCommandOptions,
  failure: Failure,
): Promise<void> {
  const { writeFailureDocument } = await import('./named-outputs.js');
  const { problemJson } = await import('../documents/parts.js');
  const document = {
    schema: `qemu-downtime/${command}@1`,
    tree: folder,
    version: null,
    written: false,
    checkpoints: [],
    files: [],
    problems: failure.problems.map(problemJson),
    ...(options.dryRun ? { diff: '' } : {}),
  };
  writeFailureDocument(document, [{ format: 'json', path: options.output }]);
}
