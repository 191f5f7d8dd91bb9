import { Refusal } from '../problem/problem.js';
import { reportProblems } from '../problem/report-problems.js';
import { readMigrations } from '../report/build-report.js';
import { limitOf } from '../report/limit.js';
import type { Report } from '../report/model.js';
import { type NamedMigration, summarize } from '../report/runs.js';
import { exitCode } from './exit-code.js';
import { readLogs } from './report-logs.js';
import { type ReportOptions, type ReportRequest, reportRequest } from './report-options.js';
import { requireReportOutput, writeReport, writeReportRefusal } from './report-output.js';
import { tell } from './result.js';
import { packageVersion } from './version.js';

/**
 * `qemu-downtime report`: says where the downtime of migrations went, from their trace output.
 * @returns the exit code
 */
export async function report(options: ReportOptions): Promise<number> {
  if (options.explain !== undefined) {
    const { explainFigures } = await import('./report-explain.js');
    return explainFigures(options.explain, options.output);
  }
  const request = reportRequest(options);
  requireReportOutput(options);
  const made = await orRefusalDocument(options, () => makeReport(options, request));
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

async function makeReport(options: ReportOptions, request: ReportRequest): Promise<Report> {
  const read = options.run ? await readRuns(options.run, request) : await readOnce(options, request);
  const { named } = read;
  const isMany = named.length > 1;
  const summary = isMany || options.compare !== undefined || options.run ? summarize(named) : null;
  return {
    inputs: read.inputs,
    migrations: read.migrations,
    chosen: read.chosen,
    findings: read.findings,
    runs: summary,
    comparison:
      summary && options.compare !== undefined ? await compared(summary, options.compare, request) : null,
    limit:
      request.failOver === undefined
        ? null
        : limitOf(
            request.failOver,
            named.map((one) => one.migration),
          ),
    top: request.top,
    toolVersion: packageVersion(),
  };
}

type Read = Pick<Report, 'inputs' | 'migrations' | 'chosen' | 'findings'> & {
  /** What is summed up. */
  readonly named: readonly NamedMigration[];
};

async function readRuns(folders: readonly string[], request: ReportRequest): Promise<Read> {
  const { migrationsOfRuns } = await import('./report-runs.js');
  const { named, findings } = await migrationsOfRuns(folders, request);
  return { inputs: [], migrations: [], chosen: null, findings, named };
}

async function readOnce(options: ReportOptions, { form, host, migration }: ReportRequest): Promise<Read> {
  const { source, destination } = options;
  const logs = await readLogs(source, destination, form);
  const read = readMigrations(logs, host);
  const { migrations, inputs } = read;
  if (migrations.length === 0) {
    const swapped = read.findings.filter(({ rule }) => rule === 'wrong-side').map(({ message }) => message);
    if (swapped.length > 0) throw reportProblems.wrongSide(swapped);
    throw reportProblems.noDowntimeEvent(inputs.map(({ name }) => name));
  }
  if (migration !== undefined && migration > migrations.length)
    throw reportProblems.noSuchMigration(migration, migrations.length);
  const chosen = migration ?? (migrations.length === 1 ? 1 : null);
  const shown = migrations.filter(({ number }) => chosen === null || number === chosen);
  return {
    ...read,
    chosen,
    named: shown.map((one) => ({ name: `migration ${one.number}`, migration: one })),
  };
}

async function compared(
  summary: ReturnType<typeof summarize>,
  baseline: string,
  request: ReportRequest,
): Promise<Report['comparison']> {
  const [{ baselineFigures }, { compareRuns }] = await Promise.all([
    import('./report-runs.js'),
    import('../report/compare.js'),
  ]);
  return compareRuns(summary, await baselineFigures(baseline, request), baseline);
}

/** Why a limit is not kept though nothing is longer, which a reader of the exit code alone would not know. */
function tellOfLimit({ limit, runs, migrations }: Report): void {
  if (limit?.verdict !== 'unknown') return;
  const { length } = runs?.runs ?? migrations;
  const which = length === 1 ? 'the migration' : `${limit.undecided} of ${length} migrations`;
  tell(
    `--fail-over: of ${which} it cannot be told: incomplete, without times, or no upper bound of the guest’s pause is known (where both sides ran on one host, --clock-offset 0s says so)`,
  );
}
