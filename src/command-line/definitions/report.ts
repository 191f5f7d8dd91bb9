import { type Command, Option } from 'commander';
import { addMoreHelp } from '../more-help.js';
import { color, format, oneFile, outputs } from '../options.js';
import type { SetCode } from '../set-code.js';

export function defineReport(root: Command, setCode: SetCode): void {
  const command = root
    .command('report')
    .description('say where the downtime went, from the trace output of migrations')
    .option(
      '--source <file>',
      'the source’s trace output (-: standard input; gzip as it is)',
      oneFile('--source', 'zcat -f'),
    )
    .option(
      '--destination <file>',
      'the destination’s; the same file as --source if it holds both',
      oneFile('--destination', 'zcat -f'),
    )
    .option(
      '--run <dir...>',
      'sum up runs: folders with the logs of one each, folders of such, or patterns; repeatable',
    )
    .option(
      '--compare <baseline>',
      'against a folder of runs, or a report saved with --format json',
      oneFile('--compare'),
    )
    .addOption(
      new Option('--input-format <form>', 'form of the logs’ lines')
        .choices(['auto', 'log', 'log-iso', 'log-plain', 'stap', 'simpletrace', 'ftrace', 'lttng'])
        .default('auto'),
    )
    .option(
      '--clock-offset <offset>',
      'the destination’s clock minus the source’s, such as 169s or -1.5ms; unknown: take nothing for granted',
    )
    .addOption(
      new Option('--return-path <state>', 'whether the source waited for the destination').choices([
        'on',
        'off',
      ]),
    )
    .option('--migration <number>', 'the one to show, where the logs have several')
    .option('--fail-over <duration>', 'exit 1 unless the pause is known to be no longer, such as 300ms')
    .option('--top <number>', 'how many devices to list (10)')
    .option('--all', 'list all devices')
    .option('--explain [figure]', 'say what the figures contain and what not, and end')
    .addOption(format('text', 'json', 'csv', 'markdown', 'svg', 'html', 'perfetto', 'openmetrics'))
    .addOption(outputs('; of perfetto a folder'))
    .addOption(color())
    .action(async (options) => setCode(await (await import('../../commands/report.js')).report(options)));
  addMoreHelp(command, {
    examples: [
      {
        line: 'qemu-downtime report --source src.log --destination dst.log',
        meaning: 'where the downtime went',
      },
      {
        line: 'ssh host zcat dst.log.gz | qemu-downtime report --source src.log --destination -',
        meaning: 'the destination’s log from another host',
      },
      {
        line: 'qemu-downtime report --source src.log --format html -o report.html',
        meaning: 'a page, from one side alone',
      },
      {
        line: 'qemu-downtime report --source src.log --destination dst.log -o html:report.html -o json:report.json',
        meaning: 'text on stdout, a page and a document beside it',
      },
      {
        line: 'qemu-downtime report --run runs/* --compare before.json',
        meaning: 'many runs against a saved report',
      },
      {
        line: 'qemu-downtime report --source src.log --return-path on --fail-over 300ms',
        meaning: 'for CI: exit 1 unless the pause is known to be no longer',
      },
    ],
    notes: ["The logs come from QEMU with -trace 'vmstate_downtime*' -msg timestamp=on."],
    exitCodes: {
      0: 'done',
      1: 'longer than --fail-over, or it cannot be told',
      3: 'no downtime event',
    },
  });
}
