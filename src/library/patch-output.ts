import { type Stats, statSync } from 'node:fs';
import type { PatchOutput } from '../backport/patch-output.js';
import { isRefPattern } from '../backport/requested.js';
import { systemReason } from '../problem/system-reason.js';
import { usageProblems } from '../problem/usage-problems.js';

/** Names that are those of a file. */
const FILE_NAME = /\.(?:mbox|patch|diff|eml)$/;

/**
 * What `--output` of `backport` names: a folder, or for a single revision a file.
 * @param texts the revisions as the user gave them: one that is no pattern and from no list is single
 * @returns undefined without `--output`
 * @throws WrongUsage `output-unfit`
 */
export function patchOutput(
  { output, ontoFile }: { readonly output?: string; readonly ontoFile?: string },
  texts: readonly string[],
): PatchOutput | undefined {
  if (output === undefined) return undefined;
  if (output === '') throw usageProblems.patchOutputUnfit(output, 'an empty name');
  const [only, ...more] = texts;
  const many = only === undefined || more.length > 0 || ontoFile !== undefined || isRefPattern(only);
  const stats = statOf(output);
  if (stats?.isDirectory()) return { kind: 'folder', path: output, many };
  const isFile = stats === undefined ? FILE_NAME.test(output) : stats.isFile();
  if (stats !== undefined && !isFile)
    throw usageProblems.patchOutputUnfit(output, 'neither a folder nor a regular file');
  if (isFile && many)
    throw usageProblems.patchOutputUnfit(output, 'a file, and the patches of many revisions need a folder');
  return isFile ? { kind: 'file', path: output } : { kind: 'folder', path: output, many };
}

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    throw usageProblems.patchOutputUnfit(path, `cannot be reached: ${systemReason(error)}`);
  }
}
