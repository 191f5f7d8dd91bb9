import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { problemJson } from '../documents/parts.js';
import type { Refusal } from '../problem/problem.js';
import { reportProblems } from '../problem/report-problems.js';
import { resultLost } from '../problem/tree-problems.js';
import { usageProblems } from '../problem/usage-problems.js';
import type { Report } from '../report/model.js';
import { statsAt } from '../tree/stats-at.js';
import { colours } from './render/colour.js';
import { jsonText } from './render/json.js';
import { isFilesFormat, loadFilesReporter, loadReporter } from './render/report/index.js';
import type { ReportOptions } from './report-options.js';
import { requireOutput, writeResult, writeResultFiles } from './result.js';
import { terminalAt } from './terminal.js';

/** Where there is no terminal to ask. */
const WIDTH = 80;
/** On a wider one bars would be far from their names. */
const WIDEST = 160;

/**
 * Checks before the logs are read that the result can be written.
 * @throws WrongUsage `output-unfit`
 */
export function requireReportOutput({ format, output }: ReportOptions): void {
  if (output === undefined || !isFilesFormat(format)) {
    requireOutput(output);
    return;
  }
  const stats = statsAt(output);
  if (stats && !stats.isDirectory())
    throw usageProblems.outputUnfit(output, `a file, where --format ${format} makes several in a folder`);
  if (!stats) requireOutput(output);
}

/** Writes the report as the options want it. */
export async function writeReport(report: Report, { format, output, color }: ReportOptions): Promise<void> {
  if (isFilesFormat(format)) {
    const files = (await loadFilesReporter(format))(report);
    if (output !== undefined) {
      writeParts(output, files);
      return;
    }
    if (files.length > 1) throw reportProblems.folderNeeded(format, files.length);
    writeResult(Buffer.from(files[0]?.text ?? ''), undefined);
    return;
  }
  const terminal = output === undefined ? terminalAt('stdout') : { isTTY: false, columns: undefined };
  const look = {
    colours: colours(color, terminal.isTTY),
    width: Math.min(WIDEST, Math.max(60, terminal.columns ?? WIDTH)),
    room: terminal.isTTY ? terminal.columns : undefined,
  };
  const text = (await loadReporter(format))(report, look);
  writeResult(Buffer.from(text), output);
}

function writeParts(
  folder: string,
  files: readonly { readonly part: string; readonly text: string }[],
): void {
  try {
    if (!existsSync(folder)) mkdirSync(folder);
  } catch (error) {
    throw resultLost(folder, (error as Error).message, 'no result was written');
  }
  writeResultFiles(
    files.map(({ part, text }) => ({ path: join(folder, `${part}.json`), bytes: Buffer.from(text) })),
  );
}

/** The document of a report that was refused. */
export function writeReportRefusal({ problems }: Refusal, { output }: ReportOptions): void {
  const document = { schema: 'qemu-downtime/report@1', problems: problems.map(problemJson) };
  writeResult(Buffer.from(jsonText(document)), output);
}
