/**
 * `npm run sweep -- --git DIR --releases`: ports onto many revisions of a QEMU repository in memory, and says what
 * came of each. `--help` lists the options.
 */
import { runSweep } from './sweep/command-line.js';

process.exitCode = await runSweep(process.argv.slice(2), {
  out: (text) => process.stdout.write(`${text}\n`),
  say: (text) => process.stderr.write(`${text}\n`),
});
