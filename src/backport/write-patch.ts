import { lstatSync, readFileSync, renameSync, rmSync, type Stats, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { changedLines } from '../patch/patched-files.js';
import { commentedLine, withSeriesLine } from '../patch/quilt.js';
import { backportNotes, backportProblems } from '../problem/backport-problems.js';
import { Failure } from '../problem/problem.js';
import { systemReason } from '../problem/system-reason.js';
import { resultLost } from '../problem/tree-problems.js';
import { undated } from '../provenance/undated.js';
import { makeFolder } from '../tree/write/make-folder.js';
import type { PatchFile, WrittenPatches } from './backport-result.js';
import { patchOwner } from './own-patch.js';
import { type PatchOutput, patchPaths } from './patch-output.js';

/**
 * Writes the patches of a revision, and their lines into the series beside them where their form has one: all or none.
 * Folders that are not there are made.
 * @param force replace a patch of ours that has other content
 * @throws Refusal `file-differs`, `file-not-ours`; EnvironmentLack `result-lost`
 */
export function writePatches(
  output: PatchOutput,
  patches: readonly PatchFile[],
  force: boolean,
): WrittenPatches {
  const drafts: { target: string; draft: string }[] = [];
  const wanted = new Map<string, Buffer>();
  const notes: string[] = [];
  let at = '';
  try {
    for (const patch of patches) {
      const paths = patchPaths(output, patch);
      at = paths.patch;
      makeFolder(dirname(at));
      wanted.set(at, bytesFor(at, patch, force));
      if (paths.series === undefined) continue;
      at = paths.series;
      const series = wanted.get(at) ?? bytesAt(at);
      const commented = commentedLine(series, patch.name);
      if (commented !== undefined) notes.push(backportNotes.commentedOut(patch.name, at, commented));
      wanted.set(at, withSeriesLine(series, patch.name));
    }
    for (const [target, bytes] of wanted) {
      at = target;
      if (bytesAt(target)?.equals(bytes)) continue;
      const draft = `${target}.${process.pid}.tmp`;
      drafts.push({ target, draft });
      writeFileSync(draft, bytes);
    }
    // Renamed into place, so that a full disk leaves no half of a patch; the series last, which names the others.
    const isSeries = ({ target }: { target: string }): number =>
      patches.some((one) => one.inSeries) && basename(target) === 'series' ? 1 : 0;
    for (const { target, draft } of drafts.sort((a, b) => isSeries(a) - isSeries(b)))
      renameSync(draft, target);
    return { paths: [...wanted.keys()], wereThere: drafts.length === 0, notes };
  } catch (error) {
    for (const { draft } of drafts) rmSync(draft, { force: true });
    if (error instanceof Failure) throw error;
    throw resultLost(
      at,
      systemReason(error, 'write'),
      patches.length > 1 ? 'no patch was written' : 'the patch was not written',
    );
  }
}

/**
 * What a file shall hold: the patch, or the one of another day that is there already.
 * @throws Refusal `file-differs` for another patch of ours, unless forced, and for what is no file; `file-not-ours`
 */
function bytesFor(path: string, { bytes, inSeries }: PatchFile, force: boolean): Buffer {
  const present = bytesAt(path);
  if (present === undefined) return bytes;
  const text = present.toString('latin1');
  if (undated(text) === undated(bytes.toString('latin1'))) return present;
  const owner = patchOwner(text);
  if (owner === 'foreign') throw backportProblems.fileNotOurs(path);
  if (owner !== 'ours') throw backportProblems.fileNotOursAlone(path, owner.foreignFile);
  const isSameChange = changedLines(text) === changedLines(bytes.toString('latin1'));
  if (!force) throw backportProblems.fileDiffers(path, { isSameChange, sameForAll: inSeries });
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
