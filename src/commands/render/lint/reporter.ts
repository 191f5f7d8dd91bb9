import type { LintResult, Severity } from '../../../lint/finding.js';
import type { Problem } from '../../../problem/problem.js';
import type { Colours } from '../colour.js';

/** What of a rule a report names. */
export interface RuleText {
  readonly id: string;
  readonly severity: Severity;
  readonly summary: string;
  readonly explanation: string;
}

/** A revision that could not be looked at. */
export interface RefusedRevision {
  /** As the user named it. */
  readonly revision: string;
  readonly problems: readonly Problem[];
}

/** Everything that a report can be made of. */
export interface LintReport {
  readonly results: readonly LintResult[];
  readonly refused: readonly RefusedRevision[];
  /** Fingerprints in the baseline that no tree has any more. */
  readonly stale: readonly string[];
  /** With `--dry-run`: what `--fix` would change, one character a byte. */
  readonly diff: string | undefined;
  readonly rules: readonly RuleText[];
  readonly toolVersion: string;
}

/** Makes a report's text. @param colours for a terminal; others pay no heed to it */
export type LintReporter = (report: LintReport, colours: Colours) => string;

/** A tree as it is called: its revision, or the folder. */
export function nameOf({ revision, tree }: LintResult): string {
  return revision ?? tree;
}
