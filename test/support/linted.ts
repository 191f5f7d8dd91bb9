import { basename } from 'node:path';
import { defaultRecipe } from '../../src/catalogue/recipes.js';
import type { Finding, LintResult, Severity } from '../../src/lint/finding.js';
import { lintTree } from '../../src/lint/lint-tree.js';
import type { Settings } from '../../src/lint/settings.js';
import type { TreeTexts } from '../../src/placement/sources.js';
import { planPort } from '../../src/port/plan.js';
import { problemText } from '../../src/problem/problem.js';
import { fixtureTexts } from './fixture-texts.js';

/** The texts of a tree after its port, which must succeed. */
export function portOf(texts: TreeTexts, fixes = false): TreeTexts {
  const { problems, files } = planPort(texts, defaultRecipe, { selected: () => true, fixes });
  const [migration, savevm, events] = files;
  if (problems.length > 0 || !migration || !savevm || !events)
    throw new Error(`the port was refused:\n${problems.map(problemText).join('\n')}`);
  return {
    migration: { path: migration.path, text: migration.after },
    savevm: { path: savevm.path, text: savevm.after },
    events: { path: events.path, text: events.after },
  };
}

const ports = new Map<string, TreeTexts>();

/** A fixture tree after its port. */
export function portedFixture(name: string, fixes = false): TreeTexts {
  const key = `${name} ${fixes}`;
  const texts = ports.get(key) ?? portOf(fixtureTexts(name), fixes);
  ports.set(key, texts);
  return texts;
}

const results = new WeakMap<TreeTexts, LintResult>();

/** Lints texts by the rules' own severities. Asked again for the same texts it has the answer. */
export function linted(texts: TreeTexts): LintResult {
  const result = results.get(texts) ?? lintedBy(texts, {});
  results.set(texts, result);
  return result;
}

/** Lints texts by somebody's settings. */
export function lintedBy(texts: TreeTexts, settings: Partial<Settings>): LintResult {
  const all: Settings = { severities: [], baseline: new Map(), ...settings };
  return lintTree({ tree: 'tree', version: null, texts }, [defaultRecipe], all);
}

/**
 * A finding as a line of a specification: rule, checkpoint, function or file, and the source line that its number stands
 * for. Checkpoint and line are left out where it has none.
 */
export function shown(finding: Finding, texts: TreeTexts): string {
  const { rule, checkpoint, file, line, function: fn } = finding;
  const place = fn ?? basename(file);
  const at = line === undefined ? [] : [`at ${lineText(texts, file, line)}`];
  return [rule, ...(checkpoint === undefined ? [] : [checkpoint]), `in ${place}`, ...at].join(' ');
}

/** The errors that lint finds. A faithful port has upstream's own warnings besides. */
export function errorsOf(texts: TreeTexts): string[] {
  return ofSeverity(texts, 'error');
}

/** The findings of one severity. */
export function ofSeverity(texts: TreeTexts, severity: Severity): string[] {
  return linted(texts)
    .findings.filter((finding) => finding.severity === severity)
    .map((finding) => shown(finding, texts));
}

/** The one finding of a rule that is an error. */
export function errorOf(texts: TreeTexts, rule: string): Finding {
  const [finding, ...others] = linted(texts).findings.filter(
    (one) => one.rule === rule && one.severity === 'error',
  );
  if (!finding || others.length > 0)
    throw new Error(`${others.length + (finding ? 1 : 0)} errors of ${rule}`);
  return finding;
}

/** A path as people read it: each step a function and the source line that leads on. */
export function pathText({ path }: Finding, texts: TreeTexts): string[] {
  return path.map(({ file, function: fn, line }) => `${fn}: ${lineText(texts, file, line)}`);
}

/** A line of a file, without its indentation. */
function lineText(texts: TreeTexts, file: string, line: number): string {
  const text = Object.values(texts).find((one) => one.path === file)?.text ?? '';
  return (text.split('\n')[line - 1] ?? '').trim();
}
