import type { Finding, LintResult } from './finding.js';

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
 * The fingerprints in a baseline.
 * @returns undefined where the text is no baseline
 */
export function fingerprintsIn(text: string): Set<string> | undefined {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(document) || document.schema !== SCHEMA || !Array.isArray(document.findings))
    return undefined;
  const fingerprints = document.findings.map((one: unknown) => (isRecord(one) ? one.fingerprint : undefined));
  return fingerprints.every((one) => typeof one === 'string') ? new Set(fingerprints) : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
