/**
 * `npm run trials -- --git DIR`: shows on QEMU's history that lint says nothing of right trees, and names what is
 * wrong in wrong ones. `--help` lists the options.
 */
import { runTrials } from './trials/command-line.js';

process.exitCode = await runTrials(process.argv.slice(2), {
  out: (text) => process.stdout.write(`${text}\n`),
  say: (text) => process.stderr.write(`${text}\n`),
});
