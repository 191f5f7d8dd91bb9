import { countFindings } from '../../../documents/lint.js';
import type { Finding, LintResult } from '../../../lint/finding.js';
import { printableLine } from '../../../problem/printable.js';
import { placeText } from '../../../problem/problem.js';
import { xmlAttribute, xmlContent } from '../xml.js';
import {
  type LintReport,
  type LintReporter,
  nameOf,
  type RefusedRevision,
  type RuleText,
} from './reporter.js';

/**
 * JUnit XML: a suite for each tree, a test for each rule, which fails by its errors. A revision that could not be looked
 * at is a suite with one test in error.
 */
export const junit: LintReporter = (report) => {
  const { results, refused, rules } = report;
  const tests = results.length * rules.length + refused.length;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="qemu-downtime lint" ${counts(tests, failures(results), refused.length)}>`,
    ...results.map((result) => suite(result, report)),
    ...refused.map(refusedSuite),
    '</testsuites>',
    '',
  ].join('\n');
};

function counts(tests: number, failed: number, errors: number): string {
  return `tests="${tests}" failures="${failed}" errors="${errors}"`;
}

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
  return [
    `  <testsuite name="${xmlAttribute(nameOf(result))}" ${counts(rules.length, failures([result]), 0)} skipped="0">`,
    ...rules.map((rule) => testCase(rule, result)),
    ...(countFindings([result], 'error') === result.findings.length ? [] : [others(result)]),
    '  </testsuite>',
  ].join('\n');
}

const OPEN = '    <testcase classname="qemu-downtime.lint"';

function testCase({ id }: RuleText, { findings }: LintResult): string {
  const own = findings.filter((finding) => finding.rule === id && isError(finding));
  const open = `${OPEN} name="${xmlAttribute(id)}"`;
  if (own.length === 0) return `${open}/>`;
  const message = own.length === 1 ? (own[0]?.message ?? '') : `${own.length} errors`;
  const failure = `<failure type="${xmlAttribute(id)}" message="${xmlAttribute(message)}">`;
  return `${open}>\n      ${failure}${xmlContent(own.map(findingText).join('\n'))}</failure>\n    </testcase>`;
}

function refusedSuite({ revision, problems }: RefusedRevision): string {
  const [code = ''] = problems.map((problem) => problem.code);
  const texts = problems.map(({ found, next }) => `${printableLine(found)}\n  next: ${printableLine(next)}`);
  return [
    `  <testsuite name="${xmlAttribute(revision)}" ${counts(1, 0, 1)} skipped="0">`,
    `${OPEN} name="not linted">`,
    `      <error type="${xmlAttribute(code)}">${xmlContent(texts.join('\n'))}</error>`,
    '    </testcase>',
    '  </testsuite>',
  ].join('\n');
}

/** Warnings and notes fail nothing, and are said. */
function others({ findings }: LintResult): string {
  const rest = findings.filter((finding) => !isError(finding));
  const texts = rest.map((one) => `${one.severity}: ${findingText(one)}`);
  return `    <system-out>${xmlContent(texts.join('\n'))}</system-out>`;
}

function findingText(finding: Finding): string {
  const steps = finding.path.length > 1 ? finding.path.map((step) => `${step.function}:${step.line}`) : [];
  return [
    `${printableLine(`${placeText(finding)}: ${finding.message}`)} [${finding.rule}]`,
    ...steps.map((step) => `  ${printableLine(step)}`),
    `  next: ${printableLine(finding.next)}`,
  ].join('\n');
}
