/**
 * `npm run bench`: measures the port against doing nothing, its parts, and the usual tools, in time, memory and
 * right calls. `--help` lists the options.
 */
import { runBench } from './bench/command-line.js';

process.exitCode = await runBench(process.argv.slice(2), {
  out: (text) => process.stdout.write(`${text}\n`),
  say: (text) => process.stderr.write(`${text}\n`),
});
