import type { Finding, LintResult } from '../../../lint/finding.js';
import { placeText } from '../../../problem/problem.js';
import { count, type LintReport, type LintReporter, nameOf, type RuleText } from './reporter.js';

/** JUnit XML: a suite for each tree, a test for each rule, which fails by its errors. */
export const junit: LintReporter = (report) => {
  const { results } = report;
  const attributes = `tests="${results.length * report.rules.length}" failures="${failures(results)}" errors="0"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="qemu-downtime lint" ${attributes}>`,
    ...results.map((result) => suite(result, report)),
    '</testsuites>',
    '',
  ].join('\n');
};

/** Tests fail, not findings: of several errors of one rule JUnit's readers count one. */
function failures(results: readonly LintResult[]): number {
  return results.reduce(
    (sum, { findings }) => sum + new Set(findings.filter(isError).map(({ rule }) => rule)).size,
    0,
  );
}

function isError({ severity }: Finding): boolean {
  return severity === 'error';
}

function suite(result: LintResult, { rules }: LintReport): string {
  const counts = `tests="${rules.length}" failures="${failures([result])}" errors="0" skipped="0"`;
  return [
    `  <testsuite name="${xml(nameOf(result))}" ${counts}>`,
    ...rules.map((rule) => testCase(rule, result)),
    ...(count([result], 'error') === result.findings.length ? [] : [others(result)]),
    '  </testsuite>',
  ].join('\n');
}

function testCase({ id }: RuleText, { findings }: LintResult): string {
  const own = findings.filter((finding) => finding.rule === id && isError(finding));
  const open = `    <testcase classname="qemu-downtime.lint" name="${xml(id)}"`;
  if (own.length === 0) return `${open}/>`;
  const message = own.length === 1 ? (own[0]?.message ?? '') : `${own.length} errors`;
  const text = own.map(findingText).join('\n');
  return `${open}>\n      <failure type="${xml(id)}" message="${xml(message)}">${xml(text)}</failure>\n    </testcase>`;
}

/** Warnings and notes fail nothing, and are said. */
function others({ findings }: LintResult): string {
  const rest = findings.filter((finding) => !isError(finding));
  return `    <system-out>${xml(rest.map((one) => `${one.severity}: ${findingText(one)}`).join('\n'))}</system-out>`;
}

function findingText(finding: Finding): string {
  const steps = finding.path.length > 1 ? finding.path.map((step) => `  ${step.function}:${step.line}`) : [];
  return [
    `${placeText(finding)}: ${finding.message} [${finding.rule}]`,
    ...steps,
    `  next: ${finding.next}`,
  ].join('\n');
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** XML 1.0 has no way to hold most control characters, nor halves of surrogate pairs. */
function xml(value: string): string {
  return (
    value
      .replace(/\p{Surrogate}/gu, '\ufffd')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must go
      .replace(/[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]/g, '\ufffd')
      .replace(/[&<>"]/g, (character) => ESCAPES[character] ?? '')
  );
}
