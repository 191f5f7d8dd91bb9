import type { Severity } from './finding.js';

/** What the user sets. */
export interface Settings {
  /** Severities by rule, other than the rules' own; `off` for none. */
  readonly severities: ReadonlyMap<string, Severity | 'off'>;
  /** Fingerprints of findings that are known already. */
  readonly baseline: ReadonlySet<string>;
}

/** Severities, gravest first. */
export const SEVERITIES: readonly Severity[] = ['error', 'warning', 'note'];

/** Whether one severity is as grave as another, or graver. */
export function isAsGrave(one: Severity, other: Severity): boolean {
  return SEVERITIES.indexOf(one) <= SEVERITIES.indexOf(other);
}
