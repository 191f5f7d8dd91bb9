import { resolve } from 'node:path';
import { meantNames } from '../near-names.js';
import { Failure } from '../problem/problem.js';
import { usageProblems } from '../problem/usage-problems.js';
import { jsonBytes } from './render/json.js';
import { tell, writeResult, writeResultFiles } from './result.js';
import { terminalAt } from './terminal.js';

/** Where a result goes: without a path to standard output. */
export interface NamedOutput<Format extends string> {
  readonly format: Format;
  readonly path?: string | undefined;
}

/**
 * Where results go. `FORMAT:FILE` is a result beside the one on standard output, `FILE` takes that one there.
 * @param output as `--output` was given, in this order
 * @param format of what has no format of its own
 * @param formats those that there are
 * @param more other files that the command writes
 * @throws WrongUsage `options-exclude-each-other`, `output-unfit`
 */
export function namedOutputs<Format extends string>(
  output: readonly string[],
  format: Format,
  formats: readonly Format[],
  more: readonly string[] = [],
): NamedOutput<Format>[] {
  const outputs = output.map((text) => namedOutput(text, format, formats));
  // A file may be called so; more likely its form was meant.
  const form = output.find((text) => text !== format && formats.some((one) => one === text));
  if (form !== undefined)
    tell(`note: the result goes to a file called ${form}; for that form it is --format ${form}`);
  const plain = outputs.some((one, index) => one.path === undefined || output[index] === one.path);
  const all = plain ? outputs : [{ format }, ...outputs];
  const paths = [...all.map(({ path }) => path), ...more];
  const names = paths.map((path) => (path === undefined ? '-' : resolve(path)));
  const twice = paths.find((_, index) => names.indexOf(names[index] ?? '') !== index);
  if (names.length === new Set(names).size) return all;
  throw twice === undefined
    ? usageProblems.together('--output -', 'another one', 'there is one standard output')
    : usageProblems.together(`--output ${twice}`, 'another one', 'both would be the same file');
}

function namedOutput<Format extends string>(
  text: string,
  format: Format,
  formats: readonly Format[],
): NamedOutput<Format> {
  const [, name = '', path] = /^(\w+):(.*)$/s.exec(text) ?? [];
  const known = formats.find((one) => one === name);
  // One letter is a drive of Windows; more of them before a colon are meant for a format.
  if (known === undefined && name.length > 1)
    throw usageProblems.noSuchOutputFormat(
      text,
      name,
      formats,
      meantNames(name, formats).map((one) => `${one}:${path}`),
    );
  if (known !== undefined && path === '')
    throw usageProblems.outputUnfit(JSON.stringify(text), 'no file is named behind the colon');
  const named = known === undefined ? { format, path: text } : { format: known, path };
  return named.path === '-' ? { format: named.format } : named;
}

/**
 * Writes results. Those to files come first, all of them or none: a reader who sees the result finds them there.
 * @param state what has happened by now, for the message if that fails
 * @param textOf gives a result in a form, for a terminal or not
 */
export function writeOutputs<Format extends string>(
  outputs: readonly NamedOutput<Format>[],
  state: string | undefined,
  textOf: (format: Format, isTerminal: boolean) => string,
): void {
  const files = outputs.flatMap(({ format, path }) =>
    path === undefined ? [] : [{ path, bytes: Buffer.from(textOf(format, false)) }],
  );
  writeResultFiles(files, state);
  const shown = outputs.find(({ path }) => path === undefined);
  if (shown) writeResult(Buffer.from(textOf(shown.format, terminalAt('stdout').isTTY)), undefined, state);
}

/** With JSON a failure of the whole gives a document as well. Where even that cannot be written, the reason is told. */
export function writeFailureDocument(document: unknown, outputs: readonly NamedOutput<string>[]): void {
  try {
    for (const { format, path } of outputs) if (format === 'json') writeResult(jsonBytes(document), path);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    tell(error.message);
  }
}
