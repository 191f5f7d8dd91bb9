import { isGood, type VerifyResult } from '../../../verify/result.js';
import { printable, printableLine } from '../printable.js';
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
    `  <testsuite name="${attribute(`verify ${result.tree}`)}" ${counts} skipped="${skipped}">`,
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
  return `${open}>\n      <failure message="${attribute(message)}">${content(lines.join('\n'))}</failure>\n    </testcase>`;
}

function migration(one: VerifyResult['migrations'][number], next: readonly string[]): string {
  const open = `${OPEN} name="${attribute(one.mode)}"`;
  const faults = faultsOf(one);
  if (!isGood(one)) {
    const failure = `<failure message="${attribute(faults[0] ?? 'failed')}">`;
    return `${open}>\n      ${failure}${content([...faults, ...next].join('\n'))}</failure>\n    </testcase>`;
  }
  if (one.status === 'not-runnable')
    return `${open}>\n      <skipped message="${attribute(one.reason ?? '')}"/>\n    </testcase>`;
  const notes = notesOf(one);
  if (notes.length === 0) return `${open}/>`;
  return `${open}>\n      <system-out>${content(notes.join('\n'))}</system-out>\n    </testcase>`;
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** XML 1.0 has no way to hold most control characters, nor halves of surrogate pairs, nor two more. */
function content(value: string): string {
  return printable(value)
    .replace(/[\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"]/g, (character) => ESCAPES[character] ?? '');
}

/** A reader turns the tabs and line ends of an attribute into spaces. */
function attribute(value: string): string {
  return content(printableLine(value)).replaceAll('\t', ' ');
}
