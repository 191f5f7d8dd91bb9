import type { Command } from 'commander';
import { onStdout } from '../../commands/result.js';
import { addMoreHelp } from '../more-help.js';
import { addPortOptions } from '../options.js';
import type { SetCode } from '../set-code.js';

export function defineRevert(root: Command, setCode: SetCode): void {
  const command = addPortOptions(root.command('revert'))
    .description('take out what apply put in; the files are then as before, byte for byte')
    .argument('[tree]', 'top folder of the tree', '.')
    .action(async (tree, options) =>
      setCode(await (await import('../../commands/revert.js')).revert(tree, onStdout(options))),
    );
  addMoreHelp(command, {
    examples: [
      { line: 'qemu-downtime revert --dry-run', meaning: 'what would change in the current folder' },
      { line: 'qemu-downtime revert ~/src/qemu-7.2', meaning: 'change it' },
      {
        line: 'qemu-downtime revert --check ~/src/qemu-7.2',
        meaning: 'exit 1 if there is something to take out',
      },
    ],
    notes: ['Calls that are upstream’s own, or that were edited since, are left alone: that is a refusal.'],
    exitCodes: { 1: 'changes are needed (--check)', 3: 'refused, nothing was written' },
  });
}
