import { type Command, Option } from 'commander';
import { onStdout } from '../../commands/result.js';
import { addMoreHelp } from '../more-help.js';
import { collect, color, format, oneFile, only, recipe } from '../options.js';
import type { SetCode } from '../set-code.js';

export function defineBackport(root: Command, setCode: SetCode): void {
  const command = root
    .command('backport')
    .description('make commits or patches for older revisions of a repository; no work tree is touched')
    .argument('[repo]', 'a git repository', '.')
    .option(
      '--onto <rev>',
      'a revision, or a pattern of refs such as "stable-*" or "refs/tags/v[4-7].*"; repeatable',
      collect,
    )
    .option('--onto-file <file>', 'revisions, one a line (-: standard input)', oneFile('--onto-file', 'cat'))
    .addOption(
      new Option('--as <form>', 'what to make')
        .choices(['branch', 'mbox', 'quilt', 'diff'])
        .default('branch'),
    )
    .option('--branch-prefix <prefix>', 'what the names of new branches begin with', 'qemu-downtime/')
    .option(
      '-o, --output <path>',
      'a folder for the patches, made if absent, or for one revision a file; with --as branch, a file for the result',
    )
    .addOption(only())
    .addOption(recipe('to port'))
    .option('--series', 'the whole series that upstream’s commit ends, a commit each')
    .option('--fixes', 'also carry 812145fcf7, a later upstream correction')
    .addOption(
      new Option('--note-style <style>', 'manner of the note in the message')
        .choices(['stable', 'debian', 'oracle', 'openeuler', 'plain'])
        .default('stable'),
    )
    .option(
      '--message-file <file>',
      'your text in place of upstream’s; the provenance stays',
      oneFile('--message-file'),
    )
    .option('-s, --signoff', 'add your Signed-off-by')
    .option('--force', 'replace a branch or patch of an earlier run that differs, be it in the message alone')
    .option('-n, --dry-run', 'show the changes as unified diffs, write nothing')
    .option('-v, --verbose', 'show the place of each checkpoint')
    .option('-q, --quiet', 'say nothing but what was refused')
    .addOption(format('text', 'json'))
    .addOption(color())
    .action(async (repo, options) =>
      setCode(await (await import('../../commands/backport.js')).backport(repo, onStdout(options))),
    );
  addMoreHelp(command, {
    examples: [
      {
        line: 'qemu-downtime backport --onto stable-7.2 --onto v6.2.0',
        meaning: 'a branch qemu-downtime/... for each',
      },
      {
        line: "qemu-downtime backport --onto 'refs/tags/v[4-7].*' --dry-run",
        meaning: 'what would change',
      },
      { line: 'qemu-downtime backport --onto v7.2.0 --as mbox > 7.2.mbox', meaning: 'for git am' },
      {
        line: 'qemu-downtime backport --onto HEAD --as quilt --output debian/patches',
        meaning: 'the patch, and its line at the end of debian/patches/series',
      },
      {
        line: 'qemu-downtime backport --series --onto stable-7.2',
        meaning: 'upstream’s five commits, one each',
      },
    ],
    notes: [
      'With --as quilt the patches of several revisions go to a folder each: DIR/stable-7.2/series, DIR/v6.2.0/series.\n' +
        'A run finds what an earlier one made and keeps it; what differs is refused unless --force is given.',
    ],
    exitCodes: { 3: 'a revision was refused (the others are done)' },
  });
}
