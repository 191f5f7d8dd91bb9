import { Argument, type Command } from 'commander';
import { exitCode } from '../../commands/exit-code.js';
import { onStdout, requireOutput, writeResult } from '../../commands/result.js';
import { addMoreHelp } from '../more-help.js';
import { output } from '../options.js';
import type { SetCode } from '../set-code.js';

export function defineCompletion(root: Command, setCode: SetCode): void {
  const command = root
    .command('completion')
    .description('print the script that makes a shell complete commands, options and names')
    .addArgument(new Argument('<shell>', 'the shell it is for').choices(['bash', 'zsh', 'fish']))
    .addOption(output())
    .action(async (shell, options) => {
      const { output: file } = onStdout<{ output?: string }>(options);
      requireOutput(file);
      const { completionScript } = await import('../completion/index.js');
      writeResult(Buffer.from(completionScript(shell, root)), file);
      setCode(exitCode.done);
    });
  addMoreHelp(command, {
    examples: [
      {
        line: 'qemu-downtime completion bash -o ~/.local/share/bash-completion/completions/qemu-downtime',
        meaning: 'for every bash of yours, where the package bash-completion is installed',
      },
      { line: 'source <(qemu-downtime completion bash)', meaning: 'for this bash alone; zsh likewise' },
      {
        line: 'qemu-downtime completion zsh -o ~/.zfunc/_qemu-downtime',
        meaning: 'for zsh, where ~/.zfunc is in fpath before compinit',
      },
      {
        line: 'qemu-downtime completion fish -o ~/.config/fish/completions/qemu-downtime.fish',
        meaning: 'for fish',
      },
    ],
  });
}
