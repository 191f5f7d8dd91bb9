import { join, resolve } from 'node:path';
import { problemJson } from '../documents/parts.js';
import { readNamedLog, unwatched } from '../library/read-logs.js';
import type { ReportRequest } from '../library/report-request.js';
import type { Refusal } from '../problem/problem.js';
import { reportProblems } from '../problem/report-problems.js';
import { systemReason } from '../problem/system-reason.js';
import { resultLost } from '../problem/tree-problems.js';
import { usageProblems } from '../problem/usage-problems.js';
import type { Report } from '../report/model.js';
import { statsAt } from '../tree/stats-at.js';
import { makeFolder } from '../tree/write/make-folder.js';
import { colours } from './render/colour.js';
import { isFilesFormat, loadFilesReporter, loadReporter, type ReportFormat } from './render/report/index.js';
import type { ReportOptions, ReportOutput } from './report-options.js';
import { type ResultFile, requireNoInput, requireOutput, writeResult, writeResultFiles } from './result.js';
import { terminalAt } from './terminal.js';

/** Where there is no terminal to ask. */
const WIDTH = 80;
/** On a wider one bars would be far from their names. */
const WIDEST = 160;

/**
 * Checks before the logs are read that a result can be written.
 * @throws WrongUsage `output-unfit`
 */
export function requireReportOutput({ format, path }: ReportOutput): void {
  if (path === undefined || !isFilesFormat(format)) {
    requireOutput(path);
    return;
  }
  const stats = statsAt(path);
  if (stats && !stats.isDirectory())
    throw usageProblems.outputUnfit(path, `a file, where --format ${format} makes several in a folder`);
  if (!stats) requireOutput(path);
}

/**
 * Checks that no result takes the place of a log: of one that is read, or of any in the folders of runs.
 * @throws WrongUsage `output-unfit`
 */
export async function requireNoLog(
  outputs: readonly ReportOutput[],
  { source, destination, compare, run, form }: ReportRequest,
): Promise<void> {
  const inputs = [source, destination, compare].filter((path) => path !== undefined);
  for (const { path } of outputs) {
    requireNoInput(path, inputs);
    if (path === undefined || run === undefined || !statsAt(path)?.isFile()) continue;
    const { log } = await readNamedLog(path, '--output', form, unwatched);
    if (log.events.length > 0) throw usageProblems.outputUnfit(path, 'a log with downtime events in it');
  }
}

/** Writes a report in each of the forms. Those to files come first, all of them or none. */
export async function writeReport(
  report: Report,
  outputs: readonly ReportOutput[],
  color: ReportOptions['color'],
): Promise<void> {
  const shown = outputs.find(({ path }) => path === undefined);
  const bytes = shown && (await shownBytes(report, shown.format, color));
  const files: ResultFile[] = [];
  for (const { format, path } of outputs)
    if (path !== undefined) files.push(...(await filesOf(report, format, path, color)));
  requireUnlike(files);
  for (const { format, path } of outputs)
    if (path !== undefined && isFilesFormat(format)) makeResultFolder(path);
  writeResultFiles(files);
  if (bytes) writeResult(bytes, undefined);
}

async function shownBytes(
  report: Report,
  format: ReportFormat,
  color: ReportOptions['color'],
): Promise<Buffer> {
  if (!isFilesFormat(format)) {
    const terminal = terminalAt('stdout');
    const look = {
      colours: colours(color, terminal.isTTY),
      width: Math.min(WIDEST, Math.max(60, terminal.columns ?? WIDTH)),
      room: terminal.isTTY ? terminal.columns : undefined,
    };
    return Buffer.from((await loadReporter(format))(report, look));
  }
  const files = (await loadFilesReporter(format))(report);
  if (files.length > 1) throw reportProblems.folderNeeded(format, files.length);
  return Buffer.from(files[0]?.text ?? '');
}

async function filesOf(
  report: Report,
  format: ReportFormat,
  path: string,
  color: ReportOptions['color'],
): Promise<ResultFile[]> {
  if (!isFilesFormat(format)) {
    const look = { colours: colours(color, false), width: WIDTH };
    return [{ path, bytes: Buffer.from((await loadReporter(format))(report, look)) }];
  }
  const files = (await loadFilesReporter(format))(report);
  return files.map(({ part, text }) => ({ path: join(path, `${part}.json`), bytes: Buffer.from(text) }));
}

/** What a form with several files calls them is known only now. */
function requireUnlike(files: readonly ResultFile[]): void {
  const names = files.map(({ path }) => resolve(path));
  const twice = files.find((_, index) => names.indexOf(names[index] ?? '') !== index);
  if (twice)
    throw usageProblems.together(`--output ${twice.path}`, 'another one', 'both would be the same file');
}

function makeResultFolder(folder: string): void {
  try {
    makeFolder(folder);
  } catch (error) {
    throw resultLost(folder, systemReason(error, 'write'), 'no result was written');
  }
}

/** The document of a report that was refused. */
export function refusalDocument({ problems }: Refusal): unknown {
  return { schema: 'qemu-downtime/report@1', problems: problems.map(problemJson) };
}
