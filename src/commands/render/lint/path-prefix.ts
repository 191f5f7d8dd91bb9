import type { LintResult } from '../../../lint/finding.js';
import type { LintReport } from './reporter.js';

/**
 * The report with paths from the top of the repository, for readers who know nothing of the tree's own folder.
 * @param prefix the folder of the tree in its repository, without a slash at its end; empty for the top
 */
export function inRepository(report: LintReport, prefix: string): LintReport {
  if (prefix === '') return report;
  return { ...report, results: report.results.map((result) => prefixed(result, prefix)) };
}

function prefixed(result: LintResult, prefix: string): LintResult {
  const moved = <T extends { readonly file: string }>(one: T): T => ({
    ...one,
    file: `${prefix}/${one.file}`,
  });
  return {
    ...result,
    findings: result.findings.map((finding) => ({ ...moved(finding), path: finding.path.map(moved) })),
    changes: result.changes.map(moved),
  };
}
