import type { Report } from '../report/model.js';
import { summarize } from '../report/runs.js';
import type { RunsSummary } from '../report/runs-model.js';
import { shownMigrations } from '../report/shown.js';

/** The result of `report`, described by templates/schemas/report.schema.json. Times are integers of microseconds. */
export interface ReportDocument
  extends Pick<Report, 'inputs' | 'migrations' | 'chosen' | 'findings' | 'comparison' | 'limit'>,
    RunsSummary {
  readonly schema: 'qemu-downtime/report@1';
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

function figuresOf(report: Report): RunsSummary['figures'] {
  const named = shownMigrations(report).map((migration) => ({
    name: `migration ${migration.number}`,
    migration,
  }));
  return summarize(named).figures;
}
