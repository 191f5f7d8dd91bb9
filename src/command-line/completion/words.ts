import type { Argument, Command, Option } from 'commander';
import { knownNames } from '../../commands/known-names.js';
import { collect } from '../options.js';

/** What may stand in a place of the command line. */
export type Value =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'file' | 'folder' | 'revision' | 'anything' };

/** An option, as a shell completes it. */
export interface OptionWords {
  readonly short: string | undefined;
  readonly long: string;
  readonly description: string;
  /** What comes behind it; absent where nothing does. */
  readonly value?: Value & { readonly optional: boolean; readonly title: string };
  readonly repeatable: boolean;
}

/** A command, as a shell completes it. */
export interface CommandWords {
  readonly name: string;
  readonly description: string;
  readonly options: readonly OptionWords[];
  /** Its argument. */
  readonly argument: (Value & { readonly title: string }) | undefined;
}

/** All that can be completed. */
export interface ProgramWords {
  readonly name: string;
  readonly options: readonly OptionWords[];
  readonly commands: readonly CommandWords[];
}

/** Flags behind which a word is an argument, in every command. */
export function flagsWithoutValue(commands: readonly CommandWords[]): string[] {
  const flagsOf = (isValued: boolean) =>
    new Set(
      commands
        .flatMap(({ options }) => options)
        .filter(({ value }) => (value !== undefined) === isValued)
        .flatMap(({ short, long }) => (short === undefined ? [long] : [short, long])),
    );
  const valued = flagsOf(true);
  return [...flagsOf(false)].filter((flag) => !valued.has(flag));
}

/** Reads the words of a command line from its definition. */
export function programWords(root: Command): ProgramWords {
  const help = root.createHelp();
  const commands = help.visibleCommands(root);
  const names: Value = { kind: 'words', words: commands.map((command) => command.name()) };
  const wordsOf = (command: Command): CommandWords => {
    const [argument] = command.registeredArguments;
    return {
      name: command.name(),
      description: help.subcommandDescription(command),
      // The help of `help` has no page of its own.
      options: command.name() === 'help' ? [] : help.visibleOptions(command).map(optionWords),
      argument: argument && {
        ...(command.name() === 'help' ? names : belongsInto(argument.name(), argument)),
        title: argument.name(),
      },
    };
  };
  return {
    name: root.name(),
    options: help.visibleOptions(root).map(optionWords),
    commands: commands.map(wordsOf),
  };
}

function optionWords(option: Option): OptionWords {
  const title = /[<[](.*?)(?:\.\.\.)?[>\]]$/.exec(option.flags)?.[1];
  return {
    short: option.short,
    long: option.long ?? option.flags,
    description: option.description,
    ...(title !== undefined && {
      value: { ...belongsInto(title, option), optional: option.optional, title },
    }),
    repeatable: option.variadic || option.parseArg === collect,
  };
}

/** What belongs into a place, by the name that the help has for it. */
const BY_TITLE: Readonly<Record<string, () => Value>> = {
  tree: () => ({ kind: 'folder' }),
  repo: () => ({ kind: 'folder' }),
  dir: () => ({ kind: 'folder' }),
  file: () => ({ kind: 'file' }),
  path: () => ({ kind: 'file' }),
  baseline: () => ({ kind: 'file' }),
  '[format:]file': () => ({ kind: 'file' }),
  rev: () => ({ kind: 'revision' }),
  name: () => ({ kind: 'words', words: knownNames.checkpoints() }),
  glob: () => ({ kind: 'words', words: knownNames.checkpoints() }),
  recipe: () => ({ kind: 'words', words: knownNames.recipes() }),
  list: () => ({ kind: 'words', words: knownNames.recipes() }),
  rule: () => ({ kind: 'words', words: knownNames.rules() }),
  // The rule alone: the severity comes behind an `=`, which parts words in bash.
  'id=severity': () => ({ kind: 'words', words: knownNames.ruleIds() }),
  figure: () => ({ kind: 'words', words: knownNames.figures() }),
};

function belongsInto(title: string, { argChoices }: Option | Argument): Value {
  if (argChoices) return { kind: 'words', words: argChoices };
  return BY_TITLE[title]?.() ?? { kind: 'anything' };
}
