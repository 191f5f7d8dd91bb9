import { meantNames } from '../near-names.js';
import { usageProblems } from '../problem/usage-problems.js';
import { MODES } from '../verify/migrations/modes.js';
import { type NamedOutput, namedOutputs } from './named-outputs.js';

/** `verify` on the command line. */
export interface VerifyOptions {
  readonly level: 'objects' | 'build' | 'migrate';
  readonly engine: 'auto' | 'docker' | 'podman';
  readonly engineArg?: readonly string[];
  readonly image?: string;
  readonly apply: 'auto' | 'yes' | 'no';
  readonly fixes?: boolean;
  readonly rev?: string;
  readonly repo?: string;
  readonly require?: string;
  readonly cache?: string;
  readonly keep?: boolean;
  readonly log?: string;
  readonly format: 'text' | 'json' | 'junit';
  readonly timeout: string;
  readonly recipe?: string;
  readonly output?: readonly string[];
  readonly color: 'auto' | 'always' | 'never';
}

const LONGEST_MS = 2 ** 31 - 1;

/** Where the results go. @throws WrongUsage `options-exclude-each-other`, `output-unfit` */
export function verifyOutputs({
  output = [],
  format,
}: VerifyOptions): NamedOutput<VerifyOptions['format']>[] {
  return namedOutputs(output, format, ['text', 'json', 'junit']);
}

/** The modes that `--require` names. @throws WrongUsage `no-such-mode` */
export function requiredModes(text: string | undefined): string[] {
  const names = (text ?? '').split(',').flatMap((word) => (word.trim() === '' ? [] : [word.trim()]));
  const known = Object.keys(MODES);
  for (const name of names)
    if (!known.includes(name)) throw usageProblems.noSuchMode(name, known, meantNames(name, known));
  return names;
}

/** `--timeout` in milliseconds. @throws WrongUsage `wrong-timeout` */
export function timeoutOf(text: string): number {
  const seconds = Number(text);
  // A timer of node's takes no more, and fires at once where it is given more.
  if (!(seconds > 0 && seconds * 1000 <= LONGEST_MS)) throw usageProblems.wrongTimeout(text);
  return seconds * 1000;
}
