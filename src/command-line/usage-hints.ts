import type { Command, Option } from 'commander';
import { anyOf, meantNames } from '../near-names.js';

/** What options are called elsewhere, or in another of the commands; by the commands that have what is meant. */
const OTHER_WORDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '--rev': { apply: 'qemu-downtime backport --onto', backport: '--onto', pipeline: '--onto' },
  '--rev-file': { backport: '--onto-file', pipeline: '--onto-file' },
  '--onto': { lint: '--rev', verify: '--rev' },
  '--onto-file': { lint: '--rev-file' },
  '--dst': { report: '--destination' },
  '--target': { report: '--destination' },
  '--to': { report: '--destination' },
  '--from': { report: '--source' },
  '--limit': { report: '--fail-over' },
  '--threshold': { report: '--fail-over' },
  '--baseline': { report: '--compare' },
  // Not `--fixes`, which is the nearest: who wants --fix wants what lint has by that name.
  '--fix': { apply: 'lint --fix, or apply by itself' },
  '-v': { 'qemu-downtime': '--version' },
};

/**
 * What to try instead of a wrong option, choice or nothing at all; undefined where there is nothing to say.
 * @param text the parser's words
 * @param command the one that was asked for, or the program itself
 * @param others all the commands, to see which has an option
 */
export function usageHint(
  text: string,
  command: Command,
  others: () => readonly Command[],
): string | undefined {
  const option = /^error: unknown option '(--?[^'=]+)/.exec(text)?.[1];
  if (option !== undefined) return optionHint(option, text, command, others);
  const [, value = '', choices = ''] =
    /'([^']*)' is invalid(?: for argument '[^']*')?\. Allowed choices are (.*)\.$/m.exec(text) ?? [];
  if (choices !== '') return didYouMean(meantNames(value, choices.split(', ')));
  const lacking = /^error: required option '(--[\w-]+)/.exec(text)?.[1];
  if (lacking !== undefined) return choicesOf(command.options.find(({ long }) => long === lacking));
  const argument = /^error: missing required argument '([^']+)'/.exec(text)?.[1];
  const asked = command.registeredArguments.find((one) => one.name() === argument);
  return (
    asked && `${argument}: ${asked.description}${asked.argChoices ? `: ${anyOf(asked.argChoices)}` : ''}`
  );
}

function optionHint(
  typed: string,
  text: string,
  command: Command,
  others: () => readonly Command[],
): string | undefined {
  const other = OTHER_WORDS[typed]?.[command.name()];
  if (other !== undefined) return didYouMean([other]);
  const options = command.options.filter(({ hidden }) => !hidden);
  const form = options.find(
    ({ long, argChoices }) => long === '--format' && argChoices?.includes(typed.slice(2)),
  );
  if (form) return didYouMean([`--format ${typed.slice(2)}`]);
  const begun = options.flatMap(({ long }) => (long?.startsWith(typed) ? [long] : []));
  if (typed.length > '--x'.length && begun.length > 0) return didYouMean(begun);
  // What the parser found itself.
  const similar = /\((Did you mean .*)\)$/m.exec(text)?.[1];
  if (similar !== undefined) return similar;
  const having = others().filter((one) =>
    one.options.some(({ long, short, hidden }) => !hidden && [long, short].includes(typed)),
  );
  return having.length === 0
    ? undefined
    : `${typed} is an option of ${having.map((one) => one.name()).join(', ')}.`;
}

function choicesOf(option: Option | undefined): string | undefined {
  const { long, argChoices = [] } = option ?? {};
  return long && argChoices.length > 0 ? `${anyOf(argChoices.map((one) => `${long} ${one}`))}` : undefined;
}

function didYouMean(names: readonly string[]): string | undefined {
  return names.length === 0 ? undefined : `Did you mean ${anyOf(names)}?`;
}
