import { Refusal } from '../problem/problem.js';
import { reportProblems } from '../problem/report-problems.js';
import { readMigrations } from '../report/build-report.js';
import type { Limit, Migration, Report } from '../report/model.js';
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
  const request = reportRequest(options);
  requireReportOutput(options);
  const made = await orRefusalDocument(options, () => makeReport(options, request));
  await writeReport(made, options);
  tellOfLimit(made);
  return made.limit?.exceeded ? exitCode.findings : exitCode.done;
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
    limit: request.failOver === undefined ? null : limitOf(request.failOver, named),
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
  const named = await migrationsOfRuns(folders, request);
  return { inputs: [], migrations: [], chosen: null, findings: [], named };
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

function limitOf(most: number, named: readonly NamedMigration[]): Limit {
  const figures = named.flatMap(({ migration }) => figuresOf(migration));
  const longest = figures.reduce<number | null>((found, one) => Math.max(found ?? one, one), null);
  return { most, longest, exceeded: longest === null || longest > most };
}

/** The least that a migration is known to have taken: by the source, and by the guest. */
function figuresOf({ outcome, downtime, pause }: Migration): number[] {
  if (outcome !== 'completed') return [];
  return [...(downtime === null ? [] : [downtime]), ...(pause === null ? [] : [pause.least])];
}

/** What has no total cannot be held against the limit, which a reader of the exit code alone would not know. */
function tellOfLimit({ limit, runs, migrations }: Report): void {
  if (!limit) return;
  const all = runs?.runs ?? migrations;
  const incomplete = all.filter(({ outcome }) => outcome === 'incomplete').length;
  if (limit.longest === null) tell('--fail-over: no migration has a total that could be held against it');
  else if (incomplete > 0)
    tell(`--fail-over: without the ${incomplete} of ${all.length} migrations that are incomplete`);
}
