import { makeReport } from '../library/make-report.js';
import { Refusal } from '../problem/problem.js';
import type { Report } from '../report/model.js';
import { exitCode } from './exit-code.js';
import { writeFailureDocument } from './named-outputs.js';
import { doubtLines } from './render/report/report-words.js';
import { type ReportOptions, type ReportOutput, reportOutputs, reportRequest } from './report-options.js';
import { refusalDocument, requireNoLog, requireReportOutput, writeReport } from './report-output.js';
import { tell } from './result.js';

/**
 * `qemu-downtime report`: says where the downtime of migrations went, from their trace output.
 * @returns the exit code
 */
export async function report(options: ReportOptions): Promise<number> {
  if (options.explain !== undefined) {
    const { explainFigures } = await import('./report-explain.js');
    return explainFigures(options.explain, options.output ?? []);
  }
  const { request, top } = reportRequest(options);
  const outputs = reportOutputs(options);
  for (const one of outputs) requireReportOutput(one);
  await requireNoLog(outputs, request);
  const made = await orRefusalDocument(outputs, () => makeReport(request, top));
  await writeReport(made, outputs, options.color);
  tellOfLimit(made);
  return made.limit && made.limit.verdict !== 'kept' ? exitCode.findings : exitCode.done;
}

/** With JSON a refusal gives a document as well. */
async function orRefusalDocument(
  outputs: readonly ReportOutput[],
  work: () => Promise<Report>,
): Promise<Report> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refusal) writeFailureDocument(refusalDocument(error), outputs);
    throw error;
  }
}

/** Why a limit is not kept though nothing is longer, which a reader of the exit code alone would not know. */
function tellOfLimit(report: Report): void {
  if (report.limit?.verdict !== 'unknown') return;
  for (const line of doubtLines(report)) tell(`--fail-over: ${line}`);
}
