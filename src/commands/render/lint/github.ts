import type { Finding } from '../../../lint/finding.js';
import { printable } from '../printable.js';
import { type LintReporter, nameOf } from './reporter.js';

/** Workflow commands, which GitHub shows beside the lines of a change. */
export const github: LintReporter = ({ results }) =>
  results
    .flatMap((result) =>
      result.findings.map((finding) =>
        command(finding, result.revision === undefined ? undefined : nameOf(result)),
      ),
    )
    .join('');

const COMMANDS = { error: 'error', warning: 'warning', note: 'notice' } as const;

function command(finding: Finding, revision: string | undefined): string {
  const { file, line, column, severity, rule, message, next, path } = finding;
  const properties = Object.entries({ file, line, col: column, title: rule })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${property(String(value))}`);
  const steps = path.length > 1 ? `\nby ${path.map((one) => `${one.function}:${one.line}`).join(', ')}` : '';
  const text = `${revision === undefined ? '' : `${revision}: `}${message}\nnext: ${next}${steps}`;
  return `::${COMMANDS[severity]} ${properties.join(',')}::${data(text)}\n`;
}

// As @actions/core escapes them.
function data(value: string): string {
  return printable(value.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A'));
}

function property(value: string): string {
  return data(value).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
