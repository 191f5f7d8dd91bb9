import { Command } from 'commander';
import { tellInPlace, writeResult } from '../commands/result.js';
import { packageVersion } from '../package-version.js';
import { printableLine } from '../problem/printable.js';
import { defineApply } from './definitions/apply.js';
import { defineBackport } from './definitions/backport.js';
import { defineCheckpoints } from './definitions/checkpoints.js';
import { defineCollect } from './definitions/collect.js';
import { defineCompletion } from './definitions/completion.js';
import { defineLint } from './definitions/lint.js';
import { definePipeline } from './definitions/pipeline.js';
import { defineReport } from './definitions/report.js';
import { defineRevert } from './definitions/revert.js';
import { defineVerify } from './definitions/verify.js';
import { defineVersion } from './definitions/version.js';
import { refuseExcessArguments } from './excess-arguments.js';
import type { SetCode } from './set-code.js';
import { refuseUnknownCommands } from './unknown-command.js';
import { usageHint } from './usage-hints.js';

/** The commands, in the order in which the help lists them. */
const DEFINITIONS = new Map([
  ['apply', defineApply],
  ['revert', defineRevert],
  ['backport', defineBackport],
  ['lint', defineLint],
  ['verify', defineVerify],
  ['report', defineReport],
  ['pipeline', definePipeline],
  ['collect', defineCollect],
  ['checkpoints', defineCheckpoints],
  ['completion', defineCompletion],
  ['version', defineVersion],
]);

/** Commander's words for wrong usage; what was typed is in them as it is. The lines that it makes itself stay. */
function usageError(text: string, hint: string | undefined): string {
  const lines = text.split(/\n(?=$|\()/).map(printableLine);
  if (hint === undefined) return lines.join('\n');
  return `${lines[0] ?? ''}\n(${printableLine(hint)})\n`;
}

/** All commands, for what is to be said of another one than was asked for. */
function allCommands(): readonly Command[] {
  const root = new Command();
  for (const define of DEFINITIONS.values()) define(root, () => undefined);
  return root.commands;
}

/**
 * The command line: of it are made the help, the completions and the man page.
 * @param setCode is told how the command ended
 * @param asked the first word: where it is a command, the others, some hundred options, need not be made
 */
export function commandLine(setCode: SetCode, asked?: string): Command {
  const root = new Command('qemu-downtime')
    .description('Carry QEMU’s downtime checkpoints into older QEMU trees, and prove that they sit right')
    .version(packageVersion(), '-V, --version')
    .showHelpAfterError('(--help shows the usage)')
    .showSuggestionAfterError()
    // By itself it writes through streams, whose errors come when nobody waits for them any more.
    .configureOutput({
      writeOut: (text) => writeResult(Buffer.from(text), undefined),
      writeErr: tellInPlace,
      outputError: (text, write) => {
        const command = root.commands.find((one) => one.name() === asked) ?? root;
        write(usageError(text, usageHint(text, command, allCommands)));
      },
    })
    .exitOverride();
  refuseUnknownCommands(root);
  refuseExcessArguments(root);
  // A completion is of all commands.
  const one = asked === 'completion' ? undefined : DEFINITIONS.get(asked ?? '');
  for (const define of one ? [one] : DEFINITIONS.values()) define(root, setCode);
  return root;
}
