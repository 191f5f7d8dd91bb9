import type { Finding, LintResult } from './finding.js';
import type { Settings } from './settings.js';

/** What a baseline holds of a finding: what it is known by, the rest for people who read the file. */
interface KnownFinding {
  readonly fingerprint: string;
  readonly rule: string;
  readonly checkpoint: string | null;
  readonly file: string;
  readonly function: string | null;
  readonly message: string;
}

const SCHEMA = 'qemu-downtime/baseline@1';

/** The text of a baseline with all findings of these results. */
export function baselineText(results: readonly LintResult[]): string {
  const known = new Map<string, KnownFinding>();
  for (const { findings } of results)
    for (const one of findings) known.set(one.fingerprint, knownFinding(one));
  return `${JSON.stringify({ schema: SCHEMA, findings: [...known.values()] }, null, 2)}\n`;
}

function knownFinding({ fingerprint, rule, checkpoint, file, message, ...rest }: Finding): KnownFinding {
  return {
    fingerprint,
    rule,
    checkpoint: checkpoint ?? null,
    file,
    function: rest.function ?? null,
    message,
  };
}

/**
 * What a baseline holds: the rule of each finding, empty where somebody took it out, by its fingerprint.
 * @returns undefined where the text is no baseline
 */
export function baselineIn(text: string): Map<string, string> | undefined {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(document) || document.schema !== SCHEMA || !Array.isArray(document.findings))
    return undefined;
  const known = new Map<string, string>();
  for (const one of document.findings as readonly unknown[]) {
    if (!isRecord(one) || typeof one.fingerprint !== 'string') return undefined;
    known.set(one.fingerprint, typeof one.rule === 'string' ? one.rule : '');
  }
  return known;
}

/**
 * What of a baseline none of these trees has any more. A tree tells nothing of it where a file is not whole, and of
 * findings that are turned off.
 */
export function staleIn(baseline: Settings['baseline'], results: readonly LintResult[]): string[] {
  if (results.length === 0) return [];
  return [...baseline.keys()].filter((one) => results.every(({ stale }) => stale.has(one)));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
