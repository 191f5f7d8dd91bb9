import { packageVersion } from '../package-version.js';
import type { Refusal } from '../problem/problem.js';
import { reportProblems } from '../problem/report-problems.js';
import { readMigrations } from '../report/build-report.js';
import { limitOf } from '../report/limit.js';
import type { Input, Report } from '../report/model.js';
import { type LostRun, type NamedMigration, summarize } from '../report/runs.js';
import { readLogs, readNamedLog, unwatched } from './read-logs.js';
import type { ReportRequest } from './report-request.js';

/**
 * Reads logs and works out the report.
 * @param top how many devices renderers list; null for all
 * @throws Refusal where there is no migration in them
 */
export async function makeReport(request: ReportRequest, top: number | null): Promise<Report> {
  const read = request.run ? await readRuns(request.run, request) : await readOnce(request);
  const { named } = read;
  const isMany = named.length > 1;
  const summary = isMany || request.compare !== undefined || request.run ? summarize(named, read.lost) : null;
  const against =
    summary && request.compare !== undefined ? await compared(summary, request.compare, request) : null;
  return {
    inputs: read.inputs,
    migrations: read.migrations,
    chosen: read.chosen,
    findings: [...read.findings, ...(against?.findings ?? [])],
    runs: summary,
    comparison: against?.comparison ?? null,
    limit:
      request.failOver === undefined
        ? null
        : limitOf(
            request.failOver,
            named.map((one) => one.migration),
            read.lost.length,
          ),
    top,
    toolVersion: packageVersion(),
  };
}

type Read = Pick<Report, 'inputs' | 'migrations' | 'chosen' | 'findings'> & {
  /** What is summed up. */
  readonly named: readonly NamedMigration[];
  /** Runs that there is nothing to sum up of. */
  readonly lost: readonly LostRun[];
};

async function readRuns(folders: readonly string[], request: ReportRequest): Promise<Read> {
  const { migrationsOfRuns } = await import('./runs-in-folders.js');
  return { inputs: [], migrations: [], chosen: null, ...(await migrationsOfRuns(folders, request)) };
}

async function readOnce(request: ReportRequest): Promise<Read> {
  const { source, destination, form, host, migration, watch } = request;
  const logs = await readLogs(source, destination, form, watch);
  const read = readMigrations(logs, host);
  const { migrations, inputs } = read;
  if (migrations.length === 0) {
    const swapped = read.findings.filter(({ rule }) => rule === 'wrong-side').map(({ message }) => message);
    if (swapped.length > 0) throw reportProblems.wrongSide(swapped);
    throw await noDowntimeEvent(inputs, form);
  }
  if (migration !== undefined && migration > migrations.length)
    throw reportProblems.noSuchMigration(migration, migrations.length);
  const chosen = migration ?? (migrations.length === 1 ? 1 : null);
  const shown = migrations.filter(({ number }) => chosen === null || number === chosen);
  return {
    ...read,
    chosen,
    lost: [],
    named: shown.map((one) => ({ name: `migration ${one.number}`, migration: one })),
  };
}

/** The refusal of logs without an event, with what tells why where anything does. */
async function noDowntimeEvent(inputs: readonly Input[], form: string | undefined): Promise<Refusal> {
  const { unreadLog } = await import('./unread-log.js');
  const logs = inputs.map(({ name, skipped }) => ({ name, unread: unreadLog(name, skipped.damaged) }));
  const damaged = inputs.find(({ name, skipped }) => skipped.damaged > 0 && name !== '-');
  if (form === undefined || !damaged) return reportProblems.noDowntimeEvent(logs, undefined);
  const { log } = await readNamedLog(damaged.name, `--${damaged.side}`, undefined, unwatched);
  return reportProblems.noDowntimeEvent(
    logs,
    log.form === null ? undefined : { asked: form, found: log.form },
  );
}

async function compared(
  summary: ReturnType<typeof summarize>,
  baseline: string,
  request: ReportRequest,
): Promise<Pick<Report, 'comparison' | 'findings'>> {
  const [{ baselineFigures }, { compareRuns }] = await Promise.all([
    import('./runs-in-folders.js'),
    import('../report/compare.js'),
  ]);
  const { figures, findings } = await baselineFigures(baseline, request);
  return { comparison: compareRuns(summary, figures, baseline), findings };
}
