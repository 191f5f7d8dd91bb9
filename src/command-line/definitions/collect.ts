import { type Command, Option } from 'commander';
import { addMoreHelp } from '../more-help.js';
import { color, format, outputs } from '../options.js';
import type { SetCode } from '../set-code.js';

export function defineCollect(root: Command, setCode: SetCode): void {
  const command = root
    .command('collect')
    .description('sum up the results of a pipeline’s jobs in one table and one page')
    .argument(
      '<dir>',
      'the folder of their results: a folder a revision, with backport.json, lint.json, verify.json',
    )
    .addOption(
      new Option('--level <level>', 'how far each had to be verified, where no list of jobs says it').choices(
        ['none', 'objects', 'build', 'migrate'],
      ),
    )
    .addOption(format('text', 'json', 'html'))
    .addOption(outputs())
    .addOption(color())
    .action(async (folder, options) =>
      setCode(await (await import('../../commands/collect.js')).collect(folder, options)),
    );
  addMoreHelp(command, {
    examples: [
      { line: 'qemu-downtime collect qemu-downtime-results', meaning: 'a line a revision' },
      {
        line: 'qemu-downtime collect qemu-downtime-results -o html:downtime.html -o json:downtime.json',
        meaning: 'the same, and a page and a document beside it',
      },
      {
        line: 'qemu-downtime collect --level none results',
        meaning: 'of backport and lint by hand: nothing had to be verified',
      },
    ],
    notes: [
      'What is missing, damaged, of another revision or not as far as it had to be is a failure.\n' +
        'The list of jobs, pipeline.json in that folder, says which there have to be; the last job of a pipeline writes it.',
    ],
    exitCodes: { 0: 'all passed', 1: 'a revision failed', 3: 'no results there' },
  });
}
