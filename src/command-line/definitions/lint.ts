import { type Command, Option } from 'commander';
import { addMoreHelp } from '../more-help.js';
import { collect, color, format, oneFile, outputs, recipe } from '../options.js';
import type { SetCode } from '../set-code.js';

export function defineLint(root: Command, setCode: SetCode): void {
  const command = root
    .command('lint')
    .description('prove that every checkpoint fires once, at its moment, in every kind of migration')
    .argument('[tree]', 'top folder of a QEMU source tree; with --rev the git repository', '.')
    .option('--repo <repo>', 'with --rev: the git repository, as the argument')
    .option('--rev <rev>', 'lint a revision, or a pattern of refs, without a checkout; repeatable', collect)
    .option('--rev-file <file>', 'revisions, one a line (-: standard input)', oneFile('--rev-file', 'cat'))
    .addOption(format('text', 'json', 'sarif', 'github', 'gitlab', 'junit'))
    .addOption(
      new Option('--fail-on <severity>', 'exit 1 if there is a finding of this severity, or a graver one')
        .choices(['error', 'warning', 'note'])
        .default('error'),
    )
    .option(
      '--rule <id=severity>',
      'off, note, warning or error for a rule, or as ID:CHECKPOINT:SCENARIO (or with one of the two) for a part of what it finds; repeatable, the last that fits counts',
      collect,
    )
    .option('--baseline <file>', 'leave out what is in this file (-: standard input)', oneFile('--baseline'))
    .option('--write-baseline <file>', 'write what is found to this file, and exit 0')
    .option('--fix', 'first do what apply does, which writes the tree')
    // Known so that nobody is led to --fix by it, which writes the tree.
    .addOption(new Option('--fixes').hideHelp())
    .option('-n, --dry-run', 'with --fix: show what would change as a unified diff, write nothing')
    .option(
      '--explain [rule]',
      'say what a rule is about (all: of every rule; scenarios: what is followed; alone: lists of both)',
    )
    .addOption(outputs())
    .option(
      '--path-prefix <dir>',
      'where the tree is in its repository: goes before the paths in sarif, github, gitlab and junit',
    )
    .option('-q, --quiet', 'nothing on stdout; the exit code tells')
    .addOption(recipe('to look for'))
    .addOption(color())
    .action(async (tree, options) =>
      setCode(await (await import('../../commands/lint.js')).lint(tree, options)),
    );
  addMoreHelp(command, {
    examples: [
      { line: 'qemu-downtime lint ~/src/qemu-7.2', meaning: 'what is wrong, and the path that shows it' },
      {
        line: "qemu-downtime lint --rev stable-7.2 --rev 'refs/tags/v9.*'",
        meaning: 'revisions, without a checkout',
      },
      {
        line: 'git rev-list v9.0.0..HEAD -- migration | qemu-downtime lint --rev-file -',
        meaning: 'each commit that touches the migration',
      },
      {
        line: 'qemu-downtime lint --format sarif -o lint.sarif --fail-on warning',
        meaning: 'for code scanning; warnings fail as well',
      },
      {
        line: 'qemu-downtime lint -o gitlab:quality.json -o junit:lint.xml',
        meaning: 'text on stdout, two reports beside it',
      },
      { line: 'qemu-downtime lint --explain fires-twice', meaning: 'what a rule is about' },
      {
        line: 'qemu-downtime lint --rule fires-twice:src-downtime-end:postcopy=off',
        meaning: 'a rule off, for one checkpoint in one scenario',
      },
    ],
    notes: [
      'A comment "qemu-downtime-ignore RULE: reason" on the line of a finding or above it suppresses it.',
    ],
    exitCodes: {
      0: 'nothing as grave as --fail-on',
      1: 'findings',
      3: 'not a QEMU tree, or an unknown revision',
    },
  });
}
