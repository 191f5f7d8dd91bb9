import { isGood, type VerifyResult } from '../../../verify/result.js';
import { xmlAttribute, xmlContent } from '../xml.js';
import type { VerifyReporter } from './reporter.js';
import { faultsOf, nextOf, notesOf } from './wording.js';

/**
 * JUnit XML: a test for the build and one for each migration. One that cannot be run here is skipped, or fails if it is
 * required.
 */
export const junit: VerifyReporter = (result) => {
  const { breakage, migrations } = result;
  const failures = migrations.filter((one) => !isGood(one)).length + (breakage ? 1 : 0);
  const skipped = migrations.filter((one) => isGood(one) && one.status === 'not-runnable').length;
  const counts = `tests="${migrations.length + 1}" failures="${failures}" errors="0"`;
  const next = nextOf(result).map((line) => `next: ${line}`);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="qemu-downtime verify" ${counts}>`,
    `  <testsuite name="${xmlAttribute(`verify ${result.tree}`)}" ${counts} skipped="${skipped}">`,
    build(result, next),
    ...migrations.map((one) => migration(one, next)),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
};

const OPEN = '    <testcase classname="qemu-downtime.verify"';

function build({ breakage, stages }: VerifyResult, next: readonly string[]): string {
  const seconds = stages.reduce(
    (sum, { name, seconds: own }) => (name === 'migrations' ? sum : sum + own),
    0,
  );
  const open = `${OPEN} name="build" time="${seconds.toFixed(1)}"`;
  if (!breakage) return `${open}/>`;
  const message = `${breakage.stage}: ${breakage.reason}`;
  const lines = breakage.excerpt === '' ? next : [breakage.excerpt, ...next];
  return `${open}>\n      <failure message="${xmlAttribute(message)}">${xmlContent(lines.join('\n'))}</failure>\n    </testcase>`;
}

function migration(one: VerifyResult['migrations'][number], next: readonly string[]): string {
  const open = `${OPEN} name="${xmlAttribute(one.mode)}"`;
  const faults = faultsOf(one);
  if (!isGood(one)) {
    const failure = `<failure message="${xmlAttribute(faults[0] ?? 'failed')}">`;
    return `${open}>\n      ${failure}${xmlContent([...faults, ...next].join('\n'))}</failure>\n    </testcase>`;
  }
  if (one.status === 'not-runnable')
    return `${open}>\n      <skipped message="${xmlAttribute(one.reason ?? '')}"/>\n    </testcase>`;
  const notes = notesOf(one);
  if (notes.length === 0) return `${open}/>`;
  return `${open}>\n      <system-out>${xmlContent(notes.join('\n'))}</system-out>\n    </testcase>`;
}
