import type { Report } from '../../../report/model.js';
import { summarize } from '../../../report/runs.js';
import { shownMigrations } from '../../../report/shown.js';
import { jsonText } from '../json.js';
import type { Reporter } from './reporter.js';

/** The document of the contract; see templates/schemas/report.schema.json. Times are microseconds. */
export const json: Reporter = (report) => {
  const { inputs, migrations, chosen, findings, runs, comparison, limit } = report;
  return jsonText({
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
  });
};

function figuresOf(report: Report) {
  const named = shownMigrations(report).map((migration) => ({
    name: `migration ${migration.number}`,
    migration,
  }));
  return summarize(named).figures;
}
