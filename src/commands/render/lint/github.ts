import type { Finding } from '../../../lint/finding.js';
import { printable } from '../../../problem/printable.js';
import { type LintReporter, nameOf, type RefusedRevision } from './reporter.js';

/** Workflow commands, which GitHub shows beside the lines of a change. */
export const github: LintReporter = ({ results, refused }) =>
  [
    ...results.flatMap((result) =>
      result.findings.map((finding) =>
        ofFinding(finding, result.revision === undefined ? undefined : nameOf(result)),
      ),
    ),
    ...refused.map(ofRefused),
  ].join('');

const COMMANDS = { error: 'error', warning: 'warning', note: 'notice' } as const;

function ofFinding(finding: Finding, revision: string | undefined): string {
  const { file, line, column, severity, rule, message, next, path } = finding;
  const steps = path.length > 1 ? `\nby ${path.map((one) => `${one.function}:${one.line}`).join(', ')}` : '';
  const text = `${revision === undefined ? '' : `${revision}: `}${message}\nnext: ${next}${steps}`;
  return command(COMMANDS[severity], { file, line, col: column, title: rule }, text);
}

function ofRefused({ revision, problems }: RefusedRevision): string {
  const texts = problems.map(({ found, next }) => `${found}\nnext: ${next}`);
  return command('error', { title: 'not linted' }, `${revision}: ${texts.join('\n')}`);
}

function command(
  name: string,
  properties: Readonly<Record<string, string | number | undefined>>,
  text: string,
): string {
  const given = Object.entries(properties)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${property(String(value))}`);
  return `::${name} ${given.join(',')}::${data(text)}\n`;
}

// As @actions/core escapes them.
function data(value: string): string {
  return printable(value.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A'));
}

function property(value: string): string {
  return data(value).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
