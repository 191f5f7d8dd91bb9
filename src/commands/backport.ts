import { Backport } from '../backport/backport.js';
import type { BackportRequest } from '../backport/request.js';
import { type Requested, requestedRevisions } from '../backport/requested.js';
import { type ObjectReader, openObjectReader } from '../git/object-reader.js';
import {
  type BackportChoices,
  backportRequest,
  checkBackportChoices,
  messageFrom,
} from '../library/backport-request.js';
import { Failure, WrongUsage } from '../problem/problem.js';
import { Interrupted, interrupted } from '../problem/tree-problems.js';
import { usageProblems } from '../problem/usage-problems.js';
import { type HeldSignals, holdSignals, letSignalsIn } from '../tree/write/signals.js';
import { BackportReport } from './backport-report.js';
import { exitCode } from './exit-code.js';
import { optimizeCodeFor } from './optimizer.js';
import { Progress } from './progress.js';
import { readyParser } from './ready-parser.js';
import { backportFailure } from './render/backport-document.js';
import { requireOutput, tell, writeResult } from './result.js';
import { readNamedFile, revisionsToPort } from './revision-list.js';

/** The options of `backport`. */
export interface BackportOptions extends BackportChoices {
  readonly onto?: readonly string[];
  readonly ontoFile?: string;
  readonly messageFile?: string;
  readonly verbose?: boolean;
  readonly quiet?: boolean;
  readonly format: 'text' | 'json';
  readonly color: 'auto' | 'always' | 'never';
}

/**
 * `qemu-downtime backport [REPO] --onto REV…`: a commit or patch for each revision, by git objects alone.
 * @returns the exit code
 */
export async function backport(path: string, options: BackportOptions): Promise<number> {
  checkOptions(options);
  const texts = revisionsToPort(options, path);
  const request = requestOf(options, texts);
  if (options.as === 'branch') requireOutput(options.output);
  try {
    return await overRepository(path, request, texts, options);
  } catch (error) {
    const silent = error instanceof WrongUsage || error instanceof Interrupted;
    if (options.format === 'json' && error instanceof Failure && !silent) writeFailure(error, options);
    throw error;
  }
}

/** With `--format json` a failure of the whole gives a document as well. */
function writeFailure(failure: Failure, { as, output }: BackportOptions): void {
  try {
    writeResult(backportFailure(failure.problems), as === 'branch' ? output : undefined);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    tell(error.message);
  }
}

async function overRepository(
  path: string,
  request: BackportRequest,
  texts: readonly string[],
  options: BackportOptions,
): Promise<number> {
  await readyParser();
  const reader = await openObjectReader(path);
  try {
    const revisions = await requestedRevisions(reader.repository, texts, options.branchPrefix);
    requireRoomFor(revisions, options);
    optimizeCodeFor(revisions.length);
    return await holdSignals((signals) => portAll(reader, request, revisions, options, signals));
  } finally {
    await reader.close();
  }
}

async function portAll(
  reader: ObjectReader,
  request: BackportRequest,
  revisions: readonly Requested[],
  options: BackportOptions,
  signals: HeldSignals,
): Promise<number> {
  const report = new BackportReport(options, revisions, request, reader.repository.format);
  const progress = new Progress(options.quiet ? 0 : revisions.length, 'revisions');
  let [done, refused, lacking] = [0, 0, 0];
  try {
    const prepared = await Backport.prepare(reader, request);
    for await (const result of prepared.run(revisions, () => signals.caught)) {
      await letSignalsIn();
      const isLacking = result.status === 'refused' && result.lacking;
      // A signal that reached a git of ours too shows as a failure of that git.
      if (signals.caught && isLacking) continue;
      done += 1;
      if (result.status === 'refused') refused += 1;
      if (isLacking) lacking += 1;
      progress.clear();
      report.take(result);
      progress.at(done);
    }
  } catch (error) {
    if (!signals.caught) throw error;
  } finally {
    progress.clear();
  }
  if (signals.caught && done < revisions.length)
    throw interrupted(
      `${done} of ${revisions.length} revisions were done, and a second run takes up the rest`,
    );
  report.end();
  if (lacking > 0) return exitCode.environment;
  return refused > 0 ? exitCode.refused : exitCode.done;
}

function requestOf(options: BackportOptions, texts: readonly string[]): BackportRequest {
  const { messageFile, ontoFile } = options;
  const text =
    messageFile === undefined
      ? undefined
      : messageFrom(readNamedFile(messageFile, '--message-file'), '--message-file', messageFile);
  return backportRequest(options, texts, text, ontoFile);
}

/** @throws WrongUsage for options that contradict each other */
function checkOptions(options: BackportOptions): void {
  const { messageFile, verbose, quiet } = options;
  if (verbose && quiet) throw usageProblems.together('--verbose', '--quiet', 'one says more, the other less');
  checkBackportChoices(options, messageFile !== undefined);
}

/** Patches for several revisions need a folder; a file can hold one. @throws WrongUsage `output-missing` */
function requireRoomFor(revisions: readonly Requested[], options: BackportOptions): void {
  const isPatch = options.as !== 'branch' && !options.dryRun && options.format === 'text';
  const isSeveral = options.as === 'quilt' && (options.series || options.recipe?.includes(','));
  if (isPatch && (revisions.length > 1 || isSeveral) && options.output === undefined)
    throw usageProblems.outputMissing(options.as, revisions.length);
}
