import { type ReportDocument, reportDocument } from '../documents/report.js';
import { readers } from '../trace-log/readers/index.js';
import { checkCall, type OptionKinds, oneOf, text, texts, wholeNumber } from './check-call.js';
import { makeReport } from './make-report.js';
import { unwatched } from './read-logs.js';
import { requireInput } from './report-request.js';

/** The form of a log's lines. */
export type InputFormat = 'log' | 'log-iso' | 'log-plain' | 'stap' | 'simpletrace' | 'ftrace' | 'lttng';

/** What {@link report} can be told. Either `source`, `destination` or both, or `runs`. */
export interface ReportOptions {
  /** Path of the source's trace output, gzip or not; `-` is standard input. */
  readonly source?: string;
  /** Path of the destination's; the same as `source` if that holds both. */
  readonly destination?: string;
  /** Folders with the logs of one run each, folders of such, or patterns of folders. */
  readonly runs?: readonly string[];
  /** What to compare with: a folder of runs, or the file of a saved result. */
  readonly compare?: string;
  /** Without it each line is tried in every form. */
  readonly inputFormat?: InputFormat;
  /** The destination's clock minus the source's, in microseconds; `unknown` takes nothing for granted. */
  readonly clockOffset?: number | 'unknown';
  /** Whether the source waited for the destination. */
  readonly returnPath?: 'on' | 'off';
  /** The number of the migration to show, from 1, where the logs have several. */
  readonly migration?: number;
  /** The longest pause that is fine, in microseconds; the result's `limit` says whether it was kept. */
  readonly failOver?: number;
}

const KINDS: OptionKinds<ReportOptions> = {
  source: text,
  destination: text,
  runs: texts,
  compare: text,
  inputFormat: oneOf(readers.map(({ form }) => form)),
  clockOffset: wholeNumber('of microseconds', Number.NEGATIVE_INFINITY, 'unknown'),
  returnPath: oneOf(['on', 'off']),
  migration: wholeNumber('', 1),
  failOver: wholeNumber('of microseconds', 0),
};

/**
 * Says where the downtime of migrations went, from what the tracepoints printed. Times are integers of microseconds.
 * @throws Refusal where there is no downtime event in the logs; WrongUsage for files that cannot be read, and options that
 * contradict each other
 */
export async function report(options: ReportOptions): Promise<ReportDocument> {
  checkCall('report', undefined, options, KINDS);
  const {
    source,
    destination,
    runs: run,
    compare,
    inputFormat,
    clockOffset,
    returnPath,
    migration,
    failOver,
  } = options;
  requireInput({ source, destination, run });
  const host = { offset: clockOffset, returnPath };
  const request = { source, destination, run, compare, form: inputFormat, host, migration, failOver };
  return reportDocument(await makeReport({ ...request, watch: unwatched }, null));
}
