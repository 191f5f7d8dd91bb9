import { CommanderError } from 'commander';
import { commandLine } from './command-line/program.js';
import { exitCode } from './commands/exit-code.js';
import { optimizeCodeFor } from './commands/optimizer.js';
import { programLine } from './commands/program-line.js';
import { tell } from './commands/result.js';
import { printableLine } from './problem/printable.js';
import { Failure } from './problem/problem.js';

async function main(): Promise<void> {
  optimizeCodeFor(1);
  let code: number = exitCode.done;
  try {
    await commandLine((result) => {
      code = result;
    }, process.argv[2]).parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) {
      // It wrote to node's streams, which may not have passed on all of it.
      process.exitCode = error.exitCode === 0 ? exitCode.done : exitCode.usage;
      return;
    }
    code = tellFailure(error);
  }
  // What a command writes it writes at once. To take down the heap in good order takes longer than to use it did.
  process.exit(code);
}

function tellFailure(error: unknown): number {
  if (error instanceof Failure) {
    tell(`qemu-downtime: ${error.message}`);
    return error.exitCode;
  }
  tell(
    `qemu-downtime: a defect of this program; please report it with all of this, and what qemu-downtime version says\n${programLine()}\n${traceOf(error)}`,
  );
  return exitCode.defect;
}

/** The stack, whose first line may hold any name. */
function traceOf(error: unknown): string {
  if (!(error instanceof Error)) return printableLine(String(error));
  return (error.stack ?? '').replace(error.message, () => printableLine(error.message));
}

void main();
