import { lstatSync, mkdirSync, readFileSync, renameSync, rmSync, type Stats, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { withSeriesLine } from '../patch/quilt.js';
import { backportProblems } from '../problem/backport-problems.js';
import { Failure } from '../problem/problem.js';
import { resultLost } from '../problem/tree-problems.js';
import { undated } from '../provenance/undated.js';
import { errnoOf } from '../tree/errno.js';
import type { PatchFile } from './backport-result.js';
import { type PatchOutput, patchPaths } from './patch-output.js';

/**
 * Writes a patch, and its line into the series beside it where its form has one: both or none. Folders that are not
 * there are made.
 * @param force replace a patch that has other content
 * @returns the paths of the files, those included that were as they should be already
 * @throws Refusal `file-differs`; EnvironmentLack `result-lost`
 */
export function writePatch(output: PatchOutput, patch: PatchFile, force: boolean): string[] {
  const paths = patchPaths(output, patch);
  const drafts: { target: string; draft: string }[] = [];
  let at = paths.patch;
  try {
    makeFolder(dirname(paths.patch));
    const targets = [{ target: paths.patch, bytes: bytesFor(paths.patch, patch.bytes, force) }];
    if (paths.series !== undefined) {
      at = paths.series;
      targets.push({ target: at, bytes: withSeriesLine(bytesAt(at), patch.name) });
    }
    for (const { target, bytes } of targets) {
      at = target;
      if (bytesAt(target)?.equals(bytes)) continue;
      const draft = `${target}.${process.pid}.tmp`;
      drafts.push({ target, draft });
      writeFileSync(draft, bytes);
    }
    // Renamed into place, so that a full disk leaves no half of a patch.
    for (const { target, draft } of drafts) renameSync(draft, target);
    return targets.map(({ target }) => target);
  } catch (error) {
    for (const { draft } of drafts) rmSync(draft, { force: true });
    if (error instanceof Failure) throw error;
    throw resultLost(at, (error as Error).message, 'the patch was not written');
  }
}

/**
 * What a file shall hold: the patch, or the one of another day that is there already.
 * @throws Refusal `file-differs` for another file, unless forced, and for what is no file
 */
function bytesFor(path: string, bytes: Buffer, force: boolean): Buffer {
  const present = bytesAt(path);
  if (present === undefined) return bytes;
  if (undated(present.toString('latin1')) === undated(bytes.toString('latin1'))) return present;
  if (!force) throw backportProblems.fileDiffers(path);
  return bytes;
}

/** @throws Refusal `file-differs` for what is there and no file */
function bytesAt(path: string): Buffer | undefined {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return undefined;
  if (!stats.isFile()) throw backportProblems.notAFile(path, kindOf(stats));
  return readFileSync(path);
}

function kindOf(stats: Stats): string {
  if (stats.isSymbolicLink()) return 'a symbolic link';
  return stats.isDirectory() ? 'a folder' : 'a device, socket or pipe';
}

/** One level at a time: in places such as /proc Node 20's own recursion never ends. */
function makeFolder(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) return;
  const parent = dirname(path);
  if (parent !== path) makeFolder(parent);
  try {
    mkdirSync(path);
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw error;
  }
}
