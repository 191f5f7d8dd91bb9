import { createHash } from 'node:crypto';
import { jsonText } from '../json.js';
import type { LintReporter } from './reporter.js';

const SEVERITIES = { error: 'major', warning: 'minor', note: 'info' } as const;

/** GitLab's Code Quality report. It has no room for a revision that could not be looked at: the exit code tells. */
export const gitlab: LintReporter = ({ results }) => {
  const seen = new Set<string>();
  const issues = results.flatMap(({ revision, findings }) =>
    findings.map(({ rule, severity, message, next, file, line, fingerprint }) => ({
      description: `${revision === undefined ? '' : `${revision}: `}${message}; ${next}`,
      check_name: rule,
      fingerprint: unique(fingerprint, revision, seen),
      severity: SEVERITIES[severity],
      location: { path: file, lines: { begin: line ?? 1 } },
    })),
  );
  return jsonText(issues);
};

/** A fingerprint that no other issue of the report has: revisions mostly have the same findings. */
function unique(fingerprint: string, revision: string | undefined, seen: Set<string>): string {
  let own = fingerprint;
  for (let index = 0; seen.has(own); index++)
    own = createHash('sha256')
      .update(JSON.stringify([fingerprint, revision, index]))
      .digest('hex')
      .slice(0, 32);
  seen.add(own);
  return own;
}
