import { writeFileSync } from 'node:fs';
import { optimizeCodeFor } from '../../src/commands/optimizer.js';
import { compileProgram } from '../../src/start/program-script.js';

/**
 * Runs a command of the built program in this process, then writes down the code that V8 made of it meanwhile: of
 * every function that was called.
 * Arguments: the program, the file to write, the command.
 */
const [program, file, ...command] = process.argv.slice(2);
if (program === undefined || file === undefined)
  throw new Error('the program and the file for its code are needed');
const { script, run } = compileProgram(program, undefined);
process.argv = [process.execPath, program, ...command];
const exit = process.exit;
const status = await new Promise<unknown>((resolve) => {
  // The program says by this that it is done.
  process.exit = resolve as typeof process.exit;
  run();
});
if (status !== 0) exit(1);
// V8 takes code only where its flags are those it was made with; the program sets them for short runs.
optimizeCodeFor(Number.POSITIVE_INFINITY);
writeFileSync(file, script.createCachedData());
exit(0);
