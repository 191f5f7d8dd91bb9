import type { Command } from 'commander';
import { onStdout } from '../../commands/result.js';
import { addMoreHelp } from '../more-help.js';
import { color, format, output } from '../options.js';
import type { SetCode } from '../set-code.js';

export function defineCheckpoints(root: Command, setCode: SetCode): void {
  const command = root
    .command('checkpoints')
    .description('show the catalogue: what each checkpoint marks and where it belongs')
    .argument('[name]', 'a checkpoint, or a pattern such as "src-*"')
    .option('--recipe <recipe>', 'which catalogue: checkpoints (the default), or per-device')
    .addOption(format('text', 'json'))
    .addOption(output())
    .addOption(color())
    .action(async (name, options) =>
      setCode((await import('../../commands/checkpoints.js')).checkpoints(name, onStdout(options))),
    );
  addMoreHelp(command, {
    examples: [
      { line: 'qemu-downtime checkpoints', meaning: 'all, side by side' },
      {
        line: 'qemu-downtime checkpoints src-vm-stopped',
        meaning: 'where one belongs, generation by generation',
      },
      {
        line: "qemu-downtime checkpoints 'dst-*' --format json",
        meaning: 'those of the destination, for a program',
      },
    ],
    exitCodes: { 2: 'wrong usage, or no checkpoint of that name' },
  });
}
