import type { Command } from 'commander';
import { onStdout } from '../../commands/result.js';
import { addMoreHelp } from '../more-help.js';
import { addPortOptions } from '../options.js';
import type { SetCode } from '../set-code.js';

export function defineApply(root: Command, setCode: SetCode): void {
  const command = addPortOptions(root.command('apply'))
    .description('put the checkpoints into a QEMU source tree, all or nothing')
    .argument('[tree]', 'top folder of the tree', '.')
    .option(
      '--fixes',
      'also carry 812145fcf7, a later upstream correction (of 61f2b48998 the place is known where a tree has it)',
    )
    .action(async (tree, options) =>
      setCode(await (await import('../../commands/apply.js')).apply(tree, onStdout(options))),
    );
  addMoreHelp(command, {
    examples: [
      { line: 'qemu-downtime apply --dry-run ~/src/qemu-7.2', meaning: 'what would change' },
      { line: 'qemu-downtime apply ~/src/qemu-7.2', meaning: 'change it' },
      { line: 'qemu-downtime apply --check', meaning: 'for CI: exit 1 if a checkpoint is missing' },
      { line: 'qemu-downtime apply --commit --signoff', meaning: 'one commit on the current branch' },
      {
        line: 'qemu-downtime apply --recipe checkpoints,per-device',
        meaning: 'the events of devices as well',
      },
    ],
    notes: [
      'Precopy, postcopy and background snapshots come to the same moment in different functions, so a checkpoint can have\n' +
        'several calls: the 14 have 20 in QEMU 7.2.',
    ],
    exitCodes: { 1: 'changes are needed (--check)', 3: 'refused, nothing was written' },
  });
}
