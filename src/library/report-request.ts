import { reportProblems } from '../problem/report-problems.js';
import { usageProblems } from '../problem/usage-problems.js';
import type { HostSettings } from '../report/build-report.js';
import type { WatchReading } from './read-logs.js';

/** What a report is made of. */
export interface ReportRequest {
  /** Paths of logs; `-` is standard input. */
  readonly source: string | undefined;
  readonly destination: string | undefined;
  /** Folders of runs, or patterns of such, in place of the two logs. */
  readonly run: readonly string[] | undefined;
  /** A folder of runs, or a saved report. */
  readonly compare: string | undefined;
  /** Without it each line is tried in every form. */
  readonly form: string | undefined;
  readonly host: HostSettings;
  readonly migration: number | undefined;
  /** Microseconds. */
  readonly failOver: number | undefined;
  readonly watch: WatchReading;
}

/** @throws WrongUsage where there is no log, or more than one way to name them */
export function requireInput({
  source,
  destination,
  run,
}: {
  readonly source?: string | undefined;
  readonly destination?: string | undefined;
  readonly run?: readonly string[] | undefined;
}): void {
  const isLogs = source !== undefined || destination !== undefined;
  if (run !== undefined && isLogs)
    throw usageProblems.together('--run', '--source or --destination', 'a run names both its logs');
  if (run === undefined && !isLogs) throw reportProblems.noLog();
}
