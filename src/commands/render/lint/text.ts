import { counted } from '../../../counted.js';
import { countFindings } from '../../../documents/lint.js';
import { diffText } from '../../../documents/parts.js';
import type { Finding, LintResult, Severity } from '../../../lint/finding.js';
import { printableLine } from '../../../problem/printable.js';
import type { Colours } from '../colour.js';
import { type LintReport, type LintReporter, nameOf } from './reporter.js';
import { wrongCallsText } from './wrong-calls-text.js';

/** For people: each finding with its source line, what leads there and what to do, grouped by file. */
export const text: LintReporter = (report, colours) => {
  const { results, refused } = report;
  const isOneOfMany = results.length + refused.length > 1;
  const blocks = results.flatMap((result) => resultBlocks(result, isOneOfMany, colours));
  return `${[...blocks, summary(report)].join('\n')}\n`;
};

function resultBlocks(result: LintResult, isOneOfMany: boolean, colours: Colours): string[] {
  const { findings, version } = result;
  const name = printableLine(nameOf(result));
  if (findings.length === 0) return isOneOfMany ? [`${name}: ${nothingFound(result.known)}`] : [];
  const heading = `${name}: QEMU ${printableLine(version ?? 'of unknown version')}`;
  const files = [...new Set(findings.map(({ file }) => file))];
  return [
    ...(isOneOfMany ? [colours.strong(heading)] : []),
    ...files.flatMap((file) => [
      colours.strong(printableLine(file)),
      ...findings.filter((one) => one.file === file).map((one) => findingText(one, colours)),
    ]),
  ];
}

function findingText(finding: Finding, colours: Colours): string {
  const { file, line, column, severity, message, rule, path, next } = finding;
  const place = [file, line, column].filter((part) => part !== undefined).join(':');
  const paint = severity === 'error' ? colours.bad : severity === 'warning' ? colours.strong : colours.dim;
  const steps = path.length > 1 ? path : [];
  return [
    `${printableLine(place)}: ${paint(severity)}: ${printableLine(message)} ${colours.dim(`[${rule}]`)}`,
    ...sourceLines(finding, colours),
    ...steps.map((step, index) =>
      printableLine(`  ${index + 1}. ${step.function} (${step.file}:${step.line})`),
    ),
    `  next: ${printableLine(next)}`,
  ].join('\n');
}

/** How much of a source line is shown, in characters. */
const SOURCE_WIDTH = 160;

/**
 * The line behind its number, and a caret below the place; tabs are kept, so that both line up. Behind a number no text
 * of a source can be taken for a command of whatever reads the log.
 */
function sourceLines({ source, line, column }: Finding, colours: Colours): string[] {
  if (source === undefined || line === undefined) return [];
  const number = String(line).padStart(6);
  const gutter = (label: string): string => colours.dim(`${label} |`);
  const characters = [...diffText(source)];
  const isCut = characters.length > SOURCE_WIDTH;
  const shown = isCut ? `${characters.slice(0, SOURCE_WIDTH).join('')}…` : characters.join('');
  const before = diffText(source.slice(0, (column ?? 1) - 1));
  const caret = `${gutter(' '.repeat(number.length))} ${printableLine(before).replace(/[^\t]/g, ' ')}^`;
  return [`${gutter(number)} ${printableLine(shown)}`, ...(before.length < SOURCE_WIDTH ? [caret] : [])];
}

function summary({ results, refused }: LintReport): string {
  const counts = (['error', 'warning', 'note'] as Severity[]).map(
    (severity) => [countFindings(results, severity), severity] as const,
  );
  const sum = (of: (result: LintResult) => number): number =>
    results.reduce((total, one) => total + of(one), 0);
  const isClean = counts.every(([number]) => number === 0);
  const known = sum((one) => one.known);
  const found = isClean
    ? nothingFound(known)
    : counts.map(([number, name]) => counted(number, name)).join(', ');
  const said = results.length > 1 ? `${found} in ${results.length} revisions` : found;
  const suppressed = sum((one) => one.suppressed);
  // A tree in a folder only: backport is what mends a revision.
  const mended = sum(({ revision, findings }) =>
    revision === undefined ? findings.filter(({ fix }) => fix === '--fix').length : 0,
  );
  const wrong = isClean ? [] : results.flatMap(({ wrongCalls }) => wrongCalls);
  const totals = [
    ...(results.length > 0 ? [said] : []),
    ...(mended > 0 ? [`--fix mends ${mended}`] : []),
    ...(suppressed > 0 ? [`${suppressed} suppressed by comments, for lint alone`] : []),
    ...(known > 0 && !isClean ? [`${known} known from the baseline`] : []),
    ...(refused.length > 0 ? [`${counted(refused.length, 'revision')} not linted`] : []),
  ].join('; ');
  return wrong.length === 0 ? totals : `${totals}\n${wrongCallsText(wrong)}`;
}

/** What the baseline hides is there all the same, so that such a tree is not called clean. */
function nothingFound(known: number): string {
  return known > 0 ? `nothing new (${known} known from the baseline)` : 'clean';
}
