import { type Command, Option } from 'commander';
import { usageProblems } from '../problem/usage-problems.js';

/** What the options of several commands are made by. */

/** Takes an option that may be given several times. */
export const collect = (value: string, before: string[] = []) => [...before, value];

/**
 * Takes an option that names a file to read. Of other options the last counts; of these it would be read alone, and nobody told.
 * @param by what puts two such files together, where that makes one
 */
export const oneFile = (option: string, by?: 'cat' | 'zcat -f') => (value: string, before?: string) => {
  if (before !== undefined) throw usageProblems.givenTwice(option, [before, value], by);
  return value;
};

/** `--format`, whose first choice is the default. */
export const format = (...choices: string[]) =>
  new Option('--format <format>', 'form of the result').choices(choices).default('text');

export const color = () =>
  new Option('--color <when>', 'colour in the result').choices(['auto', 'always', 'never']).default('auto');

export const output = () => new Option('-o, --output <file>', 'write the result there instead of stdout (-)');

/** `--output` of commands whose result several files can hold, each in a form of its own. @param more what is special */
export const outputs = (more = '') =>
  new Option(
    '-o, --output <[format:]file>',
    `write the result there instead of stdout, or with a format a second one${more}; repeatable`,
  ).argParser(collect);

export const only = () =>
  new Option('--only <glob>', 'only the checkpoints whose names fit; repeatable').argParser(collect);

/** `--recipe`. @param what what is done with the recipes */
export const recipe = (what: string) =>
  new Option(
    '--recipe <list>',
    `what ${what}: checkpoints (the default), per-device, or both with a comma between`,
  );

/** Options that `apply` and `revert` share. */
export function addPortOptions(command: Command): Command {
  return command
    .option('-n, --dry-run', 'show the change as a unified diff, write nothing')
    .option('--check', 'write nothing; exit 1 if anything would change')
    .addOption(only())
    .addOption(recipe('to port'))
    .option('--commit', 'in a git checkout: make one commit of it')
    .option('-s, --signoff', 'with --commit: add your Signed-off-by')
    .addOption(format('text', 'json', 'diff'))
    .addOption(output())
    .addOption(color());
}
