import type { Finding, LintResult, Severity } from '../../../lint/finding.js';
import type { Colours } from '../colour.js';
import { diffText } from '../json.js';
import { printable } from '../printable.js';
import { count, type LintReporter, nameOf } from './reporter.js';

/** For people: each finding with its source line, what leads there and what to do, grouped by file. */
export const text: LintReporter = ({ results }, colours) => {
  const blocks = results.flatMap((result) => resultBlocks(result, results.length > 1, colours));
  return `${[...blocks, summary(results)].join('\n')}\n`;
};

function resultBlocks(result: LintResult, isOneOfMany: boolean, colours: Colours): string[] {
  const { findings, version } = result;
  const name = oneLine(nameOf(result));
  if (findings.length === 0) return isOneOfMany ? [`${name}: clean`] : [];
  const heading = `${name}: QEMU ${oneLine(version ?? 'of unknown version')}`;
  const files = [...new Set(findings.map(({ file }) => file))];
  return [
    ...(isOneOfMany ? [colours.strong(heading)] : []),
    ...files.flatMap((file) => [
      colours.strong(oneLine(file)),
      ...findings.filter((one) => one.file === file).map((one) => findingText(one, colours)),
    ]),
  ];
}

function findingText(finding: Finding, colours: Colours): string {
  const { file, line, column, severity, message, rule, path, next, fix } = finding;
  const place = [file, line, column].filter((part) => part !== undefined).join(':');
  const paint = severity === 'error' ? colours.bad : severity === 'warning' ? colours.strong : colours.dim;
  const steps =
    path.length > 1
      ? path.map((step, index) => `    ${index + 1}. ${step.function} (${step.file}:${step.line})`)
      : [];
  return [
    `${oneLine(place)}: ${paint(severity)}: ${oneLine(message)} ${colours.dim(`[${rule}]`)}`,
    ...sourceLines(finding),
    ...steps.map(oneLine),
    `  next: ${oneLine(next)}`,
    ...(fix === undefined ? [] : [`  fix: ${fix}`]),
  ].join('\n');
}

/** The line, and a caret below the place; tabs are kept, so that both line up. */
function sourceLines({ source, column }: Finding): string[] {
  if (source === undefined) return [];
  const before = diffText(source.slice(0, (column ?? 1) - 1));
  const shown = oneLine(`    ${diffText(source)}`);
  return [shown, `    ${oneLine(before).replace(/[^\t]/g, ' ')}^`];
}

function oneLine(words: string): string {
  return printable(words.replaceAll('\n', '\\n'));
}

function summary(results: readonly LintResult[]): string {
  const counts = (['error', 'warning', 'note'] as Severity[]).map(
    (severity) => [count(results, severity), severity] as const,
  );
  const sum = (of: (result: LintResult) => number): number =>
    results.reduce((total, one) => total + of(one), 0);
  const isClean = counts.every(([number]) => number === 0);
  const said = isClean ? 'clean' : counts.map(([number, name]) => amount(number, name)).join(', ');
  const [suppressed, known] = [sum((one) => one.suppressed), sum((one) => one.known)];
  return [
    results.length > 1 ? `${said} in ${results.length} revisions` : said,
    ...(suppressed > 0 ? [`${suppressed} suppressed by comments`] : []),
    ...(known > 0 ? [`${known} in the baseline`] : []),
  ].join('; ');
}

function amount(number: number, name: string): string {
  return `${number} ${name}${number === 1 ? '' : 's'}`;
}
