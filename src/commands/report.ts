import { makeReport } from '../library/make-report.js';
import { Refusal } from '../problem/problem.js';
import type { Report } from '../report/model.js';
import { exitCode } from './exit-code.js';
import { doubtLines } from './render/report/report-words.js';
import { type ReportOptions, reportRequest } from './report-options.js';
import { requireReportOutput, writeReport, writeReportRefusal } from './report-output.js';
import { tell } from './result.js';

/**
 * `qemu-downtime report`: says where the downtime of migrations went, from their trace output.
 * @returns the exit code
 */
export async function report(options: ReportOptions): Promise<number> {
  if (options.explain !== undefined) {
    const { explainFigures } = await import('./report-explain.js');
    return explainFigures(options.explain, options.output);
  }
  const { request, top } = reportRequest(options);
  requireReportOutput(options);
  const made = await orRefusalDocument(options, () => makeReport(request, top));
  await writeReport(made, options);
  tellOfLimit(made);
  return made.limit && made.limit.verdict !== 'kept' ? exitCode.findings : exitCode.done;
}

async function orRefusalDocument(options: ReportOptions, work: () => Promise<Report>): Promise<Report> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refusal && options.format === 'json') writeReportRefusal(error, options);
    throw error;
  }
}

/** Why a limit is not kept though nothing is longer, which a reader of the exit code alone would not know. */
function tellOfLimit(report: Report): void {
  if (report.limit?.verdict !== 'unknown') return;
  for (const line of doubtLines(report)) tell(`--fail-over: ${line}`);
}
