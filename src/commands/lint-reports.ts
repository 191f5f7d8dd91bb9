import { baselineText } from '../lint/baseline.js';
import type { LintResult } from '../lint/finding.js';
import { Failure, WrongUsage } from '../problem/problem.js';
import { Interrupted } from '../problem/tree-problems.js';
import type { LintOptions, LintOutput } from './lint-options.js';
import { colours } from './render/colour.js';
import { lintReporters } from './render/lint/index.js';
import type { LintReport, RefusedRevision } from './render/lint/reporter.js';
import { printable } from './render/printable.js';
import { tell, writeResult, writeResultFiles } from './result.js';
import { ruleTexts } from './rule-texts.js';
import { terminalAt } from './terminal.js';
import { packageVersion } from './version.js';

/** What became of the trees that were asked for. */
export interface Linted {
  readonly results: readonly LintResult[];
  /** Revisions that could not be looked at, with the exit code of their failure. */
  readonly refused: readonly (RefusedRevision & { readonly exitCode: number })[];
  /** Whether `--fix` changed the tree. */
  readonly mended: boolean;
}

/**
 * Writes the reports and the baseline. Those to files come first, all of them or none: a reader who sees the result
 * finds them there.
 */
export function writeLinted(
  { results, refused, mended }: Linted,
  outputs: readonly LintOutput[],
  { quiet, color, writeBaseline }: LintOptions,
): void {
  const needsTexts = outputs.some(({ format }) => format === 'sarif' || format === 'junit');
  const report = { results, refused, rules: needsTexts ? ruleTexts() : [], toolVersion: packageVersion() };
  const state = mended ? 'the tree was changed completely; only the report could not be written' : undefined;
  const files = outputs.flatMap(({ format, path }) =>
    path === undefined ? [] : [{ path, bytes: reportBytes(format, report, 'never') }],
  );
  const baseline =
    writeBaseline === undefined ? [] : [{ path: writeBaseline, bytes: Buffer.from(baselineText(results)) }];
  writeResultFiles([...files, ...baseline], state);
  const shown = outputs.find(({ path }) => path === undefined);
  if (shown && !quiet) writeResult(reportBytes(shown.format, report, color), undefined, state);
  if (writeBaseline !== undefined) {
    const known = new Set(results.flatMap(({ findings }) => findings.map((one) => one.fingerprint)));
    const amount = `${known.size} ${known.size === 1 ? 'finding' : 'findings'}`;
    tell(`note: ${printable(writeBaseline)} holds ${amount}; --baseline leaves out what is there`);
  }
}

function reportBytes(format: LintOutput['format'], report: LintReport, color: LintOptions['color']): Buffer {
  return Buffer.from(lintReporters[format](report, colours(color, terminalAt('stdout').isTTY)));
}

/** With a report in JSON a failure of the whole gives a document as well. */
export async function orFailureDocument(
  outputs: readonly LintOutput[],
  { quiet }: LintOptions,
  work: () => Promise<Linted>,
): Promise<Linted> {
  try {
    return await work();
  } catch (error) {
    const isSilent = error instanceof WrongUsage || error instanceof Interrupted;
    if (error instanceof Failure && !isSilent) await writeFailure(error, outputs, quiet);
    throw error;
  }
}

async function writeFailure(
  { problems }: Failure,
  outputs: readonly LintOutput[],
  quiet: boolean | undefined,
): Promise<void> {
  const { jsonBytes, problemJson } = await import('./render/json.js');
  const document = { schema: 'qemu-downtime/lint@1', results: [], problems: problems.map(problemJson) };
  const wanted = outputs.filter(({ format, path }) => format === 'json' && !(quiet && path === undefined));
  try {
    for (const { path } of wanted) writeResult(jsonBytes(document), path);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    tell(printable(error.message));
  }
}
