import { WrongUsage } from './problem.js';

/** Exit 2, worded in one place. */
export const usageProblems = {
  noSuchCheckpoint: (pattern: string, names: readonly string[]): WrongUsage =>
    new WrongUsage([
      {
        code: 'no-such-checkpoint',
        expected: `a name or pattern that fits one of: ${names.join(', ')}`,
        found: `"${pattern}" fits none`,
        next: 'see qemu-downtime checkpoints for the names',
      },
    ]),
  noSuchRecipe: (name: string, names: readonly string[]): WrongUsage =>
    new WrongUsage([
      {
        code: 'no-such-recipe',
        expected: `one of: ${names.join(', ')}`,
        found: `"${name}"`,
        next: 'leave --recipe out for the 14 checkpoints',
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
  needs: (one: string, other: string): WrongUsage =>
    new WrongUsage([
      {
        code: 'option-needs-another',
        expected: `${one} together with ${other}`,
        found: `${one} alone`,
        next: `add ${other}, or leave ${one} out`,
      },
    ]),
  /** `why`: what keeps the result from being written there. */
  outputUnfit: (output: string, why: string): WrongUsage =>
    new WrongUsage([
      {
        code: 'output-unfit',
        expected: 'the name of a file to write the result to, in a folder that is there',
        found: `--output ${output}: ${why}; nothing was written`,
        next: 'give another file, or leave --output out for standard output',
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
} as const;
