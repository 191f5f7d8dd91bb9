import type { Severity } from './finding.js';

/** How grave the findings of a rule are meant to be: all of them, or those about a checkpoint or a kind of migration. */
export interface RuleSetting {
  readonly rule: string;
  readonly checkpoint?: string | undefined;
  /** Id of a scenario of the catalogue. */
  readonly scenario?: string | undefined;
  readonly severity: Severity | 'off';
}

/** What the user sets. */
export interface Settings {
  /** Severities other than the rules' own; of several that fit, the last one counts. */
  readonly severities: readonly RuleSetting[];
  /** Findings that are known already: the rule of each by its fingerprint. */
  readonly baseline: ReadonlyMap<string, string>;
}

/** What a setting is held against. */
interface Judged {
  readonly rule: string;
  readonly checkpoint?: string | undefined;
  /** The kinds of migration that it is about; none where it is about the code alone. */
  readonly scenarios: readonly string[];
}

/** Severities, gravest first. */
export const SEVERITIES: readonly Severity[] = ['error', 'warning', 'note'];

/** Whether one severity is as grave as another, or graver. */
export function isAsGrave(one: Severity, other: Severity): boolean {
  return SEVERITIES.indexOf(one) <= SEVERITIES.indexOf(other);
}

/**
 * How grave a finding is by the settings. One that is about several kinds of migration is as grave as in the gravest.
 * @param own its severity without settings
 */
export function severityBy(
  settings: readonly RuleSetting[],
  judged: Judged,
  own: Severity,
): Severity | 'off' {
  const { rule, checkpoint, scenarios } = judged;
  const fitting = settings.filter(
    (one) => one.rule === rule && (one.checkpoint === undefined || one.checkpoint === checkpoint),
  );
  if (fitting.length === 0) return own;
  const given = (scenarios.length > 0 ? scenarios : [undefined]).map(
    (id) => fitting.findLast(({ scenario }) => scenario === undefined || scenario === id)?.severity ?? own,
  );
  return SEVERITIES.find((severity) => given.includes(severity)) ?? 'off';
}

/** Whether some findings of a rule are turned off, so that it cannot be told that there are none. */
export function isOffSomewhere(settings: readonly RuleSetting[], rule: string): boolean {
  return settings.some((one) => one.rule === rule && one.severity === 'off');
}
