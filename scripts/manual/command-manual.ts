import type { Command } from 'commander';
import { type Example, exitCodesOf, moreHelpOf } from '../../src/command-line/more-help.js';

/** What can stand on a command line, with what it is: flags, or the name of an argument. */
export interface Term {
  readonly term: string;
  readonly meaning: string;
}

/** All that `--help` says of a command. */
export interface CommandManual {
  readonly name: string;
  readonly description: string;
  /** How it is called, after the name of the program. */
  readonly usage: string;
  readonly arguments: readonly Term[];
  readonly options: readonly Term[];
  readonly examples: readonly Example[];
  /** Paragraphs. */
  readonly notes: readonly string[];
  readonly exitCodes: readonly (readonly [code: string, meaning: string])[];
}

/** All that `--help` says of the program. */
export interface ProgramManual {
  readonly name: string;
  readonly description: string;
  readonly version: string;
  readonly options: readonly Term[];
  readonly commands: readonly CommandManual[];
}

/**
 * Reads the manual of a program off its definition, from which `--help` is made as well.
 * @throws Error for a command without examples
 */
export function programManual(root: Command): ProgramManual {
  return {
    name: root.name(),
    description: root.description(),
    version: root.version() ?? '',
    options: optionTerms(root),
    commands: root.commands.map(commandManual),
  };
}

function commandManual(command: Command): CommandManual {
  const help = command.createHelp();
  const more = moreHelpOf(command);
  if (!more) throw new Error(`${command.name()} has no examples`);
  return {
    name: command.name(),
    description: help.commandDescription(command),
    usage: `${command.name()} ${command.usage()}`,
    arguments: help.visibleArguments(command).map((argument) => ({
      term: help.argumentTerm(argument),
      meaning: help.argumentDescription(argument),
    })),
    options: optionTerms(command),
    examples: more.examples,
    notes: more.notes ?? [],
    exitCodes: exitCodesOf(more),
  };
}

function optionTerms(command: Command): Term[] {
  const help = command.createHelp();
  return help.visibleOptions(command).map((option) => ({
    term: help.optionTerm(option),
    meaning: help.optionDescription(option),
  }));
}
