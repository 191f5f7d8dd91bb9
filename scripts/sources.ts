/**
 * `npm run sources -- 5.2 7.2 10.0`: fetches QEMU's Debian source packages with apt and unpacks them, with
 * and without Debian's patches, into a cache outside the repository. `--help` lists the options.
 */
import { runSources } from './sources/command-line.js';

const interrupt = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => interrupt.abort());

process.exitCode = await runSources(process.argv.slice(2), {
  out: (text) => process.stdout.write(`${text}\n`),
  say: (text) => process.stderr.write(`${text}\n`),
  signal: interrupt.signal,
});
