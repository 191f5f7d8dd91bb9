import type { Finding, Input, Limit, Migration, Report } from '../report/model.js';
import { summarize } from '../report/runs.js';
import type { Comparison, Figure, Run } from '../report/runs-model.js';
import { shownMigrations } from '../report/shown.js';

/** The result of `report`, described by templates/schemas/report.schema.json. Times are integers of microseconds. */
export interface ReportDocument {
  readonly schema: 'qemu-downtime/report@1';
  /** The logs that were read; none of runs. */
  readonly inputs: readonly Input[];
  /** Every migration of the logs, whichever is chosen; none of runs. */
  readonly migrations: readonly Migration[];
  /** The number of the migration that was asked for, or is the only one; else null. */
  readonly chosen: number | null;
  /** About the logs as a whole. */
  readonly findings: readonly Finding[];
  /** Of runs, of several migrations, or where something is compared: each that was looked at. */
  readonly runs: readonly Run[];
  /** Over all completed runs; a saved result is a baseline by these. */
  readonly figures: readonly Figure[];
  /** Where it was asked for. */
  readonly comparison: Comparison | null;
  /** Where one was given. */
  readonly limit: Limit | null;
}

/** The document of `report`. */
export function reportDocument(report: Report): ReportDocument {
  const { inputs, migrations, chosen, findings, runs, comparison, limit } = report;
  return {
    schema: 'qemu-downtime/report@1',
    inputs,
    migrations,
    chosen,
    findings,
    runs: runs?.runs ?? [],
    // There for a single migration as well, so that any saved report can be a baseline.
    figures: runs?.figures ?? figuresOf(report),
    comparison,
    limit,
  };
}

function figuresOf(report: Report): readonly Figure[] {
  const named = shownMigrations(report).map((migration) => ({
    name: `migration ${migration.number}`,
    migration,
  }));
  return summarize(named).figures;
}
