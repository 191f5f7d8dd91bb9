import type { Command } from 'commander';
import { onStdout } from '../../commands/result.js';
import { addMoreHelp } from '../more-help.js';
import { output } from '../options.js';
import type { SetCode } from '../set-code.js';

export function defineVersion(root: Command, setCode: SetCode): void {
  const command = root
    .command('version')
    .description('say which versions are at work: the program, node, the system, the parser, git')
    .addOption(output())
    .action(async (options) =>
      setCode(await (await import('../../commands/version.js')).version(onStdout(options))),
    );
  addMoreHelp(command, {
    examples: [
      { line: 'qemu-downtime version', meaning: 'for the report of a defect' },
      { line: 'qemu-downtime --version', meaning: 'the version of the program alone, for scripts' },
    ],
  });
}
