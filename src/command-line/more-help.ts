import type { Command } from 'commander';
import { exitCode } from '../commands/exit-code.js';

/**
 * A command line as a user types it, and what it is for.
 * @internal
 */
export interface Example {
  readonly line: string;
  readonly meaning: string;
}

/** What is said of a command besides its arguments and options. */
export interface MoreHelp {
  readonly examples: readonly Example[];
  /** Paragraphs. */
  readonly notes?: readonly string[];
  /** What the exit codes mean that are the command's own. */
  readonly exitCodes?: Readonly<Record<number, string>>;
}

/** What the exit codes mean where a command says nothing else. */
const EXIT_CODES: Readonly<Record<number, string>> = {
  [exitCode.done]: 'done, or nothing to do',
  [exitCode.usage]: 'wrong usage',
  [exitCode.environment]: 'the environment lacks something',
  [exitCode.defect]: 'a defect of this program',
  [exitCode.interrupted]: 'interrupted, nothing half-written',
};

const moreHelp = new WeakMap<Command, MoreHelp>();

/** Adds examples, notes and exit codes to the help of a command. */
export function addMoreHelp(command: Command, more: MoreHelp): void {
  moreHelp.set(command, more);
  command.addHelpText('after', () => helpText(more));
}

/**
 * What was added to the help of a command; the manual has it as well.
 * @internal
 */
export function moreHelpOf(command: Command): MoreHelp | undefined {
  return moreHelp.get(command);
}

/**
 * The exit codes of a command, in their order.
 * @internal
 */
export function exitCodesOf({ exitCodes }: MoreHelp): (readonly [code: string, meaning: string])[] {
  return Object.entries({ ...EXIT_CODES, ...exitCodes });
}

function helpText(more: MoreHelp): string {
  const paragraphs = [
    ['Examples:', ...exampleLines(more.examples)].join('\n'),
    ...(more.notes ?? []),
    ['Exit codes:', ...exitCodesOf(more).map(([code, meaning]) => `  ${code.padStart(3)}  ${meaning}`)].join(
      '\n',
    ),
  ];
  return `\n${paragraphs.join('\n\n')}`;
}

function exampleLines(examples: readonly Example[]): string[] {
  return examples.flatMap(({ line, meaning }) => [`  # ${meaning}`, `  ${line}`]);
}
