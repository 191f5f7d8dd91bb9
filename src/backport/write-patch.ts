import { lstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { backportProblems } from '../problem/backport-problems.js';
import { Failure } from '../problem/problem.js';
import { resultLost } from '../problem/tree-problems.js';
import type { PatchFile } from './backport-result.js';

/**
 * Writes the files of a patch below a folder, which is made where it is not there: all of them or none.
 * @param force replace files that have other content
 * @returns the paths of the files, those included that were there with the same content
 * @throws Refusal `file-differs`; EnvironmentLack `result-lost`
 */
export function writePatch(folder: string, { files }: PatchFile, force: boolean): string[] {
  const targets = files.map(({ path, bytes }) => ({ target: join(folder, path), bytes }));
  const drafts: { target: string; draft: string }[] = [];
  let at = folder;
  try {
    for (const { target, bytes } of targets) {
      at = target;
      if (isThere(target, bytes, force)) continue;
      const draft = `${target}.${process.pid}.tmp`;
      drafts.push({ target, draft });
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(draft, bytes);
    }
    // Renamed into place, so that a full disk leaves no half of a patch.
    for (const { target, draft } of drafts) renameSync(draft, target);
  } catch (error) {
    for (const { draft } of drafts) rmSync(draft, { force: true });
    if (error instanceof Failure) throw error;
    throw resultLost(at, (error as Error).message, 'the patch was not written');
  }
  return targets.map(({ target }) => target);
}

/** Whether a file with these bytes is there. @throws Refusal `file-differs` for anything else, unless forced */
function isThere(target: string, bytes: Buffer, force: boolean): boolean {
  const stats = lstatSync(target, { throwIfNoEntry: false });
  if (stats === undefined) return false;
  const same = stats.isFile() && stats.size === bytes.length && readFileSync(target).equals(bytes);
  if (!same && (!force || !stats.isFile())) throw backportProblems.fileDiffers(target);
  return same;
}
