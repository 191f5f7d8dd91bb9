import type { PortOutcome, PortPlan } from '../documents/port.js';
import { type PortChoices, portRequest } from '../library/port-request.js';
import type { PortRequest } from '../library/port-tree.js';
import { fileChanges } from '../port/tree-texts.js';
import { printableLine } from '../problem/printable.js';
import { type Problem, problemText } from '../problem/problem.js';
import { exitCode } from './exit-code.js';
import { readyParser } from './ready-parser.js';
import { colours } from './render/colour.js';
import { requireOutput, tell, writeResult } from './result.js';
import { terminalAt } from './terminal.js';

/** What `apply` and `revert` have in common on the command line. */
export interface PortCommandOptions extends PortChoices {
  readonly format: 'text' | 'json' | 'diff';
  readonly output?: string;
  readonly color: 'auto' | 'always' | 'never';
}

/**
 * What the options of `apply` or `revert` ask for, once all is right with them and the parser is ready.
 * @throws Failure for wrong usage, an output that cannot be written
 */
export async function requestOf(folder: string, options: PortCommandOptions): Promise<PortRequest> {
  const request = portRequest(options, (text) => tell(`note: ${printableLine(text)}`));
  requireOutput(options.output, folder);
  await readyParser();
  return request;
}

/** Writes what a command has to say. Where that fails, the message says what became of the tree. */
export function writeReport(
  bytes: Buffer,
  { written, commit }: PortOutcome<unknown>,
  options: PortCommandOptions,
): void {
  const where = commit === undefined ? '' : `, in commit ${commit}`;
  const state = written
    ? `the tree was changed completely${where}; only the report could not be written`
    : 'the tree was not changed; the result is not whole';
  writeResult(bytes, options.output, state);
}

/** The exit code of an outcome; a refusal is told on stderr. */
export function conclude({ plan }: PortOutcome<PortPlan>, options: PortCommandOptions): number {
  if (plan.problems.length > 0) return showRefusal(plan.problems, options.color);
  return options.check && fileChanges(plan.files).length > 0 ? exitCode.findings : exitCode.done;
}

/** Shows problems on stderr, with the exit code of a refusal. */
function showRefusal(problems: readonly Problem[], color: PortCommandOptions['color']): number {
  const paint = colours(color, terminalAt('stderr').isTTY);
  const lines = problems.map(problemText);
  tell(`${paint.bad('refused')}, nothing was written\n${lines.join('\n')}`);
  return exitCode.refused;
}
