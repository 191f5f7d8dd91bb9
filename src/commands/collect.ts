import { dirname, join } from 'node:path';
import { defaultRecipe } from '../catalogue/recipes.js';
import { collectResults } from '../collect/collect-results.js';
import type { Collected } from '../collect/model.js';
import { COMMANDS } from '../collect/read-revision.js';
import { problemJson } from '../documents/parts.js';
import { packageVersion } from '../package-version.js';
import { MANIFEST } from '../pipeline/manifest.js';
import type { PipelineLevel } from '../pipeline/pipeline.js';
import { Refusal } from '../problem/problem.js';
import { isSameFile } from '../tree/stats-at.js';
import { exitCode } from './exit-code.js';
import { type NamedOutput, namedOutputs, writeFailureDocument, writeOutputs } from './named-outputs.js';
import { type CollectFormat, collectReporters } from './render/collect/index.js';
import { colours } from './render/colour.js';
import { requireNoInput, requireOutput } from './result.js';

/** `collect` on the command line. */
export interface CollectOptions {
  readonly level?: PipelineLevel;
  readonly format: CollectFormat;
  readonly output?: readonly string[];
  readonly color: 'auto' | 'always' | 'never';
}

/**
 * `qemu-downtime collect DIR`: sums up what the jobs of a pipeline left.
 * @returns the exit code
 */
export async function collect(folder: string, options: CollectOptions): Promise<number> {
  const formats = Object.keys(collectReporters) as CollectFormat[];
  const outputs = namedOutputs(options.output ?? [], options.format, formats);
  for (const { path } of outputs) {
    requireOutput(path);
    if (path !== undefined) requireNoInput(path, documentsBeside(folder, path));
  }
  const collected = orRefusalDocument(outputs, () =>
    collectResults(folder, { level: options.level, defaultRecipe: defaultRecipe.name }),
  );
  writeOutputs(outputs, undefined, (format, isTerminal) => {
    const view = { paint: colours(options.color, isTerminal), toolVersion: packageVersion() };
    return collectReporters[format](collected, view);
  });
  return collected.passed ? exitCode.done : exitCode.findings;
}

/** The documents that are read and may be meant by a path: the list of jobs, and what a job left in the path's own folder. */
function documentsBeside(folder: string, path: string): string[] {
  const isOfJob = isSameFile(join(dirname(path), '..'), folder);
  const names = isOfJob ? COMMANDS.map((command) => join(dirname(path), `${command}.json`)) : [];
  return [join(folder, MANIFEST), ...names];
}

/** With JSON a refusal gives a document as well. */
function orRefusalDocument(outputs: readonly NamedOutput<CollectFormat>[], work: () => Collected): Collected {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refusal) writeRefusal(error, outputs);
    throw error;
  }
}

function writeRefusal({ problems }: Refusal, outputs: readonly NamedOutput<CollectFormat>[]): void {
  const document = {
    schema: 'qemu-downtime/collect@1',
    level: null,
    passed: false,
    revisions: [],
    problems: problems.map(problemJson),
  };
  writeFailureDocument(document, outputs);
}
