import { readFileSync } from 'node:fs';
import { fingerprintsIn } from '../lint/baseline.js';
import type { Severity } from '../lint/finding.js';
import { rules } from '../lint/rules/index.js';
import { SEVERITIES } from '../lint/settings.js';
import { usageProblems } from '../problem/usage-problems.js';
import { type LintFormat, lintReporters } from './render/lint/index.js';

/** The options of `lint`. */
export interface LintOptions {
  readonly repo?: string;
  readonly rev?: readonly string[];
  readonly format: LintFormat;
  readonly failOn: Severity;
  readonly rule?: readonly string[];
  readonly baseline?: string;
  readonly writeBaseline?: string;
  readonly fix?: boolean;
  readonly explain?: string;
  readonly output?: readonly string[];
  readonly recipe?: string;
  readonly quiet?: boolean;
  readonly color: 'auto' | 'always' | 'never';
}

/** Where a report goes: without a path to standard output. */
export interface LintOutput {
  readonly format: LintFormat;
  readonly path?: string | undefined;
}

/**
 * Where the reports go. `FORMAT:FILE` is a report beside the one on standard output, `FILE` takes that one there.
 * @throws WrongUsage `options-exclude-each-other`
 */
export function lintOutputs({ output = [], format }: Pick<LintOptions, 'output' | 'format'>): LintOutput[] {
  const outputs = output.map((text): LintOutput => {
    const [, name = '', path] = /^(\w+):(.*)$/s.exec(text) ?? [];
    const named = isFormat(name) ? { format: name, path } : { format, path: text };
    return named.path === '-' ? { format: named.format } : named;
  });
  const plain = outputs.some((one, index) => one.path === undefined || output[index] === one.path);
  const all = plain ? outputs : [{ format }, ...outputs];
  if (all.filter(({ path }) => path === undefined).length > 1)
    throw usageProblems.together('--output -', 'another one', 'there is one standard output');
  return all;
}

function isFormat(name: string): name is LintFormat {
  return Object.hasOwn(lintReporters, name);
}

/**
 * Reads `--rule ID=SEVERITY`.
 * @throws WrongUsage `rule-unfit`, `no-such-rule`
 */
export function ruleSeverities(texts: readonly string[] = []): Map<string, Severity | 'off'> {
  const severities = new Map<string, Severity | 'off'>();
  for (const text of texts.flatMap((one) => one.split(','))) {
    const [id = '', severity = ''] = text.split('=').map((part) => part.trim());
    const known = [...SEVERITIES, 'off'] as const;
    const found = known.find((one) => one === severity);
    if (found === undefined) throw usageProblems.ruleUnfit(text);
    requireRule(id);
    severities.set(id, found);
  }
  return severities;
}

/** @throws WrongUsage `no-such-rule` */
export function requireRule(id: string): void {
  const ids = rules.map((rule) => rule.id);
  if (!ids.includes(id)) throw usageProblems.noSuchRule(id, ids);
}

/** @throws WrongUsage `file-unreadable` */
export function readBaseline(path: string | undefined): Set<string> {
  if (path === undefined) return new Set();
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw usageProblems.unreadable('--baseline', path, (error as Error).message);
  }
  const fingerprints = fingerprintsIn(text);
  if (!fingerprints) throw usageProblems.unreadable('--baseline', path, 'it is no baseline of lint');
  return fingerprints;
}

/** @throws WrongUsage for options that contradict each other */
export function checkLintOptions({ fix, rev, repo, baseline, writeBaseline }: LintOptions): void {
  if (fix && (rev || repo))
    throw usageProblems.together('--fix', '--rev', 'only a tree in a folder can be mended');
  if (repo && !rev) throw usageProblems.needs('--repo', '--rev');
  if (baseline && writeBaseline)
    throw usageProblems.together(
      '--baseline',
      '--write-baseline',
      'what is known already would be missing in the new one',
    );
}
