import { counted } from '../counted.js';
import { baselineText, staleIn } from '../lint/baseline.js';
import type { LintResult } from '../lint/finding.js';
import type { Settings } from '../lint/settings.js';
import { packageVersion } from '../package-version.js';
import { printableLine } from '../problem/printable.js';
import { Failure, WrongUsage } from '../problem/problem.js';
import { Interrupted } from '../problem/tree-problems.js';
import type { LintOptions, LintOutput } from './lint-options.js';
import { type Colours, colours } from './render/colour.js';
import { type LintFormat, lintReporters } from './render/lint/index.js';
import { inRepository } from './render/lint/path-prefix.js';
import type { RefusedRevision } from './render/lint/reporter.js';
import { tell, writeResult, writeResultFiles } from './result.js';
import { ruleTexts } from './rule-texts.js';
import { terminalAt } from './terminal.js';

/** What became of the trees that were asked for. */
export interface Linted {
  readonly results: readonly LintResult[];
  /** Revisions that could not be looked at, with the exit code of their failure. */
  readonly refused: readonly (RefusedRevision & { readonly exitCode: number })[];
  /** Whether `--fix` changed the tree. */
  readonly mended: boolean;
  /** With `--dry-run`: what `--fix` would change, one character a byte. */
  readonly diff: string | undefined;
}

/** What the user set that the reports show. */
export interface ReportSettings {
  readonly baseline: Settings['baseline'];
  /** The folder of the tree in its repository; empty for the top. */
  readonly prefix: string;
}

/**
 * Writes the reports and the baseline. Those to files come first, all of them or none: a reader who sees the result
 * finds them there.
 */
export function writeLinted(
  linted: Linted,
  outputs: readonly LintOutput[],
  { baseline, prefix }: ReportSettings,
  options: LintOptions,
): void {
  const { results, refused, mended, diff } = linted;
  const { writeBaseline } = options;
  // What a refused revision has of the baseline nobody knows.
  const stale = refused.length > 0 ? [] : staleIn(baseline, results);
  const needsTexts = outputs.some(({ format }) => format === 'sarif' || format === 'junit');
  const rules = needsTexts ? ruleTexts() : [];
  const report = { results, refused, stale, diff, rules, toolVersion: packageVersion() };
  const textOf = (format: LintFormat, paint: Colours): string => {
    const isOfTree = format === 'text' || format === 'json';
    return lintReporters[format](isOfTree ? report : inRepository(report, prefix), paint);
  };
  const state = mended ? 'the tree was changed completely; only the report could not be written' : undefined;
  const files = outputs.flatMap(({ format, path }) =>
    path === undefined ? [] : [{ path, bytes: Buffer.from(textOf(format, colours('never', false))) }],
  );
  const written =
    writeBaseline === undefined ? [] : [{ path: writeBaseline, bytes: Buffer.from(baselineText(results)) }];
  writeResultFiles([...files, ...written], state);
  const shown = outputs.find(({ path }) => path === undefined)?.format;
  if (!options.quiet) writeShown(shown, textOf, linted, options.color, state);
  tellOfBaseline(stale.length, baseline.size, results, options);
}

/** Writes what belongs on standard output: a report, or the diff of a dry run, which the report only accompanies. */
function writeShown(
  format: LintFormat | undefined,
  textOf: (format: LintFormat, paint: Colours) => string,
  { diff }: Linted,
  color: LintOptions['color'],
  state: string | undefined,
): void {
  const painted = (stream: 'stdout' | 'stderr'): string =>
    format ? textOf(format, colours(color, terminalAt(stream).isTTY)) : '';
  if (diff === undefined || format === 'json') {
    if (format) writeResult(Buffer.from(painted('stdout')), undefined, state);
    return;
  }
  tell(painted('stderr'));
  writeResult(Buffer.from(diff, 'latin1'), undefined);
}

/** What a new baseline holds, or what an old one holds in vain. */
function tellOfBaseline(
  stale: number,
  size: number,
  results: readonly LintResult[],
  { baseline: path = '-', writeBaseline }: LintOptions,
): void {
  if (stale > 0) {
    const [name, file] = path === '-' ? ['the baseline', 'FILE'] : [printableLine(path), printableLine(path)];
    tell(
      `note: ${stale} of ${size} findings in ${name} ${stale === 1 ? 'is' : 'are'} found no more; --write-baseline ${file} writes it anew, with all that is found now`,
    );
  }
  if (writeBaseline !== undefined) {
    const known = new Set(results.flatMap(({ findings }) => findings.map((one) => one.fingerprint)));
    tell(
      `note: ${printableLine(writeBaseline)} holds ${counted(known.size, 'finding')}; --baseline leaves out what is there`,
    );
  }
}

/** With a report in JSON a failure of the whole gives a document as well. */
export async function orFailureDocument(
  outputs: readonly LintOutput[],
  { quiet, dryRun }: LintOptions,
  work: () => Promise<Linted>,
): Promise<Linted> {
  try {
    return await work();
  } catch (error) {
    const isSilent = error instanceof WrongUsage || error instanceof Interrupted;
    if (error instanceof Failure && !isSilent) await writeFailure(error, outputs, quiet, dryRun);
    throw error;
  }
}

async function writeFailure(
  { problems }: Failure,
  outputs: readonly LintOutput[],
  quiet: boolean | undefined,
  dryRun: boolean | undefined,
): Promise<void> {
  const { jsonBytes } = await import('./render/json.js');
  const { problemJson } = await import('../documents/parts.js');
  const document = {
    schema: 'qemu-downtime/lint@1',
    results: [],
    problems: problems.map(problemJson),
    ...(dryRun ? { diff: '' } : {}),
  };
  const wanted = outputs.filter(({ format, path }) => format === 'json' && !(quiet && path === undefined));
  try {
    for (const { path } of wanted) writeResult(jsonBytes(document), path);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    tell(error.message);
  }
}
