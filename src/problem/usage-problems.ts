import { anyOf } from '../near-names.js';
import { shellWord } from '../shell-word.js';
import { WrongUsage } from './problem.js';

/** Exit 2, worded in one place. */
export const usageProblems = {
  /** `meant`: those that it may be meant for. */
  noSuchCheckpoint: (pattern: string, names: readonly string[], meant: readonly string[]): WrongUsage =>
    new WrongUsage([
      {
        code: 'no-such-checkpoint',
        expected: `a name or pattern that fits one of: ${names.join(', ')}`,
        found: `no checkpoint fits "${pattern}"`,
        next:
          meant.length === 0
            ? 'see qemu-downtime checkpoints for the names'
            : `did you mean ${anyOf(meant)}?${allOf(meant, pattern)}`,
      },
    ]),
  noSuchRecipe: (name: string, names: readonly string[], meant: readonly string[]): WrongUsage =>
    new WrongUsage([
      {
        code: 'no-such-recipe',
        expected: `one of: ${names.join(', ')}`,
        found: `no recipe is called "${name}"`,
        next:
          meant.length === 0 ? 'leave --recipe out for the 14 checkpoints' : `did you mean ${anyOf(meant)}?`,
      },
    ]),
  /** Of the library. `call`: the function; `meant`: the options that it may be meant for. */
  noSuchOption: (
    call: string,
    name: string,
    names: readonly string[],
    meant: readonly string[],
  ): WrongUsage =>
    new WrongUsage([
      {
        code: 'no-such-option',
        expected: `options of ${call}: ${names.join(', ')}`,
        found: `${call} has no option ${JSON.stringify(name)}`,
        next: meant.length === 0 ? 'leave it out, or give one of those' : `did you mean ${anyOf(meant)}?`,
      },
    ]),
  /** Of the library. `name`: of an argument or an option; `value`: as it is shown. */
  argumentUnfit: (call: string, name: string, what: string, value: string): WrongUsage =>
    new WrongUsage([
      {
        code: 'option-unfit',
        expected: `${name} of ${call} to be ${what}`,
        found: `${name}: ${value}`,
        next: `give ${what}`,
      },
    ]),
  parserUnfit: (variable: string, value: string, kinds: readonly string[]): WrongUsage =>
    new WrongUsage([
      {
        code: 'parser-unfit',
        expected: `${variable} to be one of: ${kinds.join(', ')}`,
        found: `"${value}"`,
        next: 'leave it unset: then the native parser is taken where it can be loaded',
      },
    ]),
  oneCatalogue: (): WrongUsage =>
    new WrongUsage([
      {
        code: 'one-catalogue',
        expected: 'one recipe, whose catalogue is shown',
        found: 'several',
        next: 'ask for one after the other',
      },
    ]),
  onlyCheckpoints: (recipes: readonly string[]): WrongUsage =>
    new WrongUsage([
      {
        code: 'options-exclude-each-other',
        expected: '--only with the recipe checkpoints',
        found: `--only, and ${recipes.join(', ')}, which is made as a whole`,
        next: 'leave --only out, or add checkpoints to --recipe',
      },
    ]),
  oneCommit: (recipes: readonly string[]): WrongUsage =>
    new WrongUsage([
      {
        code: 'options-exclude-each-other',
        expected: '--commit with one recipe, since a commit carries one of upstream',
        found: `--commit, and the recipes ${recipes.join(', ')}`,
        next: `run it once for each, ${recipes.join(' before ')}, or use backport, which makes a commit for each`,
      },
    ]),
  together: (one: string, other: string, why: string): WrongUsage =>
    new WrongUsage([
      {
        code: 'options-exclude-each-other',
        expected: `${one} or ${other}`,
        found: `${one} with ${other}: ${why}`,
        next: 'leave one of the two out',
      },
    ]),
  /** @param by what puts two such files together, where that makes one */
  givenTwice: (option: string, files: readonly [string, string], by: string | undefined): WrongUsage => {
    const [first, second] = files.map(shellWord);
    const command = by === undefined || files.includes('-') ? '' : `: ${by} ${first} ${second} > FILE`;
    return new WrongUsage([
      {
        code: 'option-given-twice',
        expected: `${option} once`,
        found: `${option} ${first}, and ${option} ${second} after it`,
        next:
          by === undefined
            ? 'leave one of the two out'
            : `make one of the files, the first before the second, and name that${command}`,
      },
    ]);
  },
  fixesOfOthers: (): WrongUsage =>
    new WrongUsage([
      {
        code: 'option-of-another',
        expected: '--fixes with apply, backport or verify',
        found: 'lint --fixes',
        next: 'run apply --fixes for upstream’s later corrections; lint --fix does what apply does, which writes the tree as well',
      },
    ]),
  needs: (one: string, other: string): WrongUsage =>
    new WrongUsage([
      {
        code: 'option-needs-another',
        expected: `${one} together with ${other}`,
        found: `${one} alone`,
        next: `add ${other}, or leave ${one} out`,
      },
    ]),
  /** `why`: what is there instead. */
  patchOutputUnfit: (output: string, why: string): WrongUsage =>
    new WrongUsage([
      {
        code: 'output-unfit',
        expected: 'a folder for the patches, or for one revision a file',
        found: `--output ${JSON.stringify(output)}: ${why}; nothing was written`,
        next: 'give another --output, or leave it out for standard output',
      },
    ]),
  /** `why`: what keeps the result from being written there. */
  outputUnfit: (output: string, why: string, option = '--output'): WrongUsage =>
    new WrongUsage([
      {
        code: 'output-unfit',
        expected: 'the name of a file to write the result to, in a folder that is there',
        found: `${option} ${output}: ${why}; nothing was written`,
        next:
          option === '--output'
            ? 'give another file, or leave --output out for standard output'
            : 'give another file',
      },
    ]),
  noOutputFolder: (output: string, folder: string, option = '--output'): WrongUsage =>
    new WrongUsage([
      {
        code: 'output-unfit',
        expected: 'the name of a file to write the result to, in a folder that is there',
        found: `${option} ${output}: there is no folder ${folder}; nothing was written`,
        next: `make it with mkdir -p ${shellWord(folder)}, or give another file`,
      },
    ]),
  /** `meant`: the outputs that it may be meant for. */
  noSuchOutputFormat: (
    output: string,
    name: string,
    formats: readonly string[],
    meant: readonly string[],
  ): WrongUsage =>
    new WrongUsage([
      {
        code: 'output-unfit',
        expected: `the name of a file, or FORMAT:FILE with one of: ${formats.join(', ')}`,
        found: `--output ${output}: no format is called "${name}"; nothing was written`,
        next: `${meant.length === 0 ? '' : `did you mean ${anyOf(meant)}? `}for a file of that name write ./${output}`,
      },
    ]),
  /** `repository`: what was given for one and is not there, so that it may have been meant for the revision. */
  noRevision: (repository: string | undefined): WrongUsage =>
    new WrongUsage([
      {
        code: 'no-revision',
        expected: 'at least one revision to port onto',
        found:
          repository === undefined ? 'no --onto, no --onto-file' : `no --onto, and no folder ${repository}`,
        next:
          repository === undefined
            ? "add --onto with a branch or tag, such as --onto v7.2.0 or --onto 'stable-*', or --onto-file with one a line"
            : `did you mean --onto ${repository}?`,
      },
    ]),
  emptyList: (option: string, path: string): WrongUsage =>
    new WrongUsage([
      {
        code: 'no-revision',
        expected: `at least one revision in the file of ${option}`,
        found: `${path} names none`,
        next: 'put revisions into it, one a line',
      },
    ]),
  outputMissing: (form: string, count: number): WrongUsage =>
    new WrongUsage([
      {
        code: 'output-missing',
        expected: '--output with a folder for the patches',
        found: `--as ${form} for ${count} revisions, and no --output`,
        next: 'add --output DIR, or port onto one revision at a time',
      },
    ]),
  unreadable: (option: string, path: string, why: string): WrongUsage =>
    new WrongUsage([
      {
        code: 'file-unreadable',
        expected: `a text file for ${option}`,
        found: `${path}: ${why}`,
        next: 'check the name of the file, or give - for standard input',
      },
    ]),
  /** `nearest`: the severity that may be meant. */
  ruleUnfit: (text: string, nearest?: string): WrongUsage =>
    new WrongUsage([
      {
        code: 'rule-unfit',
        expected: 'RULE[:CHECKPOINT][:SCENARIO]=off, note, warning or error',
        found: `--rule ${text}`,
        next:
          nearest === undefined
            ? 'write it as --rule fires-twice=note or --rule fires-twice:src-downtime-end=note'
            : `did you mean ${nearest}?`,
      },
    ]),
  /** `nearest`: the one that may be meant. */
  noSuchRule: (id: string, ids: readonly string[], nearest: string | undefined): WrongUsage =>
    new WrongUsage([
      {
        code: 'no-such-rule',
        expected: `one of: ${ids.join(', ')}`,
        found: `no rule is called "${id}"`,
        next:
          nearest === undefined
            ? 'see qemu-downtime lint --explain for the rules'
            : `did you mean ${nearest}?`,
      },
    ]),
  noSuchNarrowing: (text: string, name: string, nearest: string | undefined): WrongUsage =>
    new WrongUsage([
      {
        code: 'no-such-narrowing',
        expected:
          'after the rule a checkpoint, a scenario or both, as in fires-twice:src-downtime-end:postcopy',
        found: `--rule ${text}: no checkpoint and no scenario is called "${name}"`,
        next:
          nearest === undefined
            ? 'see qemu-downtime checkpoints, and qemu-downtime lint --explain scenarios, for the names'
            : `did you mean ${nearest}?`,
      },
    ]),
  prefixUnfit: (prefix: string, why: string): WrongUsage =>
    new WrongUsage([
      {
        code: 'prefix-unfit',
        expected: 'the folder of the tree in its repository, such as third_party/qemu',
        found: `--path-prefix ${prefix}: ${why}`,
        next: 'give it relative to the top of the repository',
      },
    ]),
  formatUnfit: (format: string, why: string): WrongUsage =>
    new WrongUsage([
      {
        code: 'format-unfit',
        expected: 'text or json',
        found: `--format ${format}: ${why}`,
        next: 'choose another format',
      },
    ]),
  /** `meant`: those that it may be meant for. */
  noSuchMode: (name: string, names: readonly string[], meant: readonly string[]): WrongUsage =>
    new WrongUsage([
      {
        code: 'no-such-mode',
        expected: `modes of migration, with commas: ${names.join(', ')}`,
        found: `no mode is called "${name}"`,
        next: meant.length === 0 ? 'give --require names of this list' : `did you mean ${anyOf(meant)}?`,
      },
    ]),
  wrongTimeout: (text: string): WrongUsage =>
    new WrongUsage([
      {
        code: 'wrong-timeout',
        expected: 'a number of seconds above 0',
        found: `--timeout ${text}`,
        next: 'give the longest time that one stage, or one migration, may take',
      },
    ]),
} as const;

/** Of names that one begins, the pattern that takes them all. */
function allOf([first = '', second]: readonly string[], begun: string): string {
  return second === undefined ? '' : ` '${first.slice(0, begun.length)}*' is all of them`;
}
