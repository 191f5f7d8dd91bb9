import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { requireOutput, writeResultFiles } from '../../src/commands/result.js';
import { EnvironmentLack, Failure } from '../../src/problem/problem.js';
import { sourceTree } from '../sources/cache.js';
import type { TreeKind } from '../sources/unpack.js';
import { benchText } from './bench-text.js';
import { areBackportsRight, isOwnResultRight } from './budget.js';
import { benchPage } from './page.js';
import { benchPicture } from './picture.js';
import { takeMeasurements } from './take-measurements.js';

const MORE = `
Right, wrong and missing are of the calls that belong into the release, by the lines known of it (test/golden).
Builds: whether the files left compile in QEMU's own build, in a container (as qemu-downtime verify --level objects).
Times are medians of interleaved runs. Look at the ratios: other work on the machine changes the milliseconds.

Exit codes: 0 done · 1 a call of ours is wrong or missing · 2 wrong usage · 3 not a QEMU tree ·
4 the sources are missing`;

interface Options {
  readonly git?: string;
  readonly tree?: string;
  readonly rounds: number;
  readonly logSize: number;
  readonly verify?: boolean;
  readonly docs: string;
}

export interface Terminal {
  readonly out: (text: string) => void;
  readonly say: (text: string) => void;
}

/** The whole command; the result is the exit code. */
export async function runBench(args: readonly string[], terminal: Terminal): Promise<number> {
  const scratch = mkdtempSync(join(tmpdir(), 'qemu-downtime-bench-'));
  try {
    const options = readOptions(args, terminal);
    return await bench(options, scratch, terminal);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof Failure)) throw error;
    terminal.say(error.message);
    return error.exitCode;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function readOptions(args: readonly string[], { out, say }: Terminal): Options {
  return new Command('npm run bench --')
    .description(
      'Measures this program against doing nothing, against its parts, and against the usual tools; writes docs/bench.md and docs/bench.svg.',
    )
    .option('--git <dir>', "a repository that holds upstream's history, for cherry-pick and patch")
    .option('--tree <dir>', "the QEMU tree (default: Debian's 7.2 without patches, from the sources cache)")
    .option('--rounds <n>', 'timed runs of each', positive, 15)
    .option('--verify', 'measure verify as well, which builds QEMU in containers and takes minutes')
    .option('--log-size <megabytes>', 'size of the log that report streams', positive, 1024)
    .option('--docs <dir>', 'where bench.md and bench.svg go', join(import.meta.dirname, '../../docs'))
    .addHelpText('after', MORE)
    .configureOutput({ writeOut: (text) => out(text.trimEnd()), writeErr: (text) => say(text.trimEnd()) })
    .exitOverride()
    .parse(args, { from: 'user' })
    .opts<Options>();
}

function positive(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('a whole number from 1 on is expected');
  return Number(text);
}

async function bench(
  { git, tree: named, rounds, logSize, verify, docs }: Options,
  scratch: string,
  { out, say }: Terminal,
): Promise<number> {
  const files = ['bench.md', 'bench.svg'].map((name) => join(resolve(docs), name));
  for (const file of files) requireOutput(file, undefined, '--docs');
  const measured = await takeMeasurements(
    {
      folder: named ?? debianTree(),
      history: git === undefined ? undefined : resolve(git),
      rounds,
      logSize,
      verify: verify ? (named ?? debianTree('patched')) : undefined,
    },
    scratch,
    (text) => say(`measuring: ${text}`),
  );
  for (const { name, why } of measured.notRun) say(`NOT RUN: ${name}: ${why}`);
  out(benchText(measured));
  const texts = [benchPage(measured, 'bench.svg'), benchPicture(measured)];
  writeResultFiles(files.map((path, index) => ({ path, bytes: Buffer.from(texts[index] ?? '') })));
  say(`written: ${files.join(', ')}`);
  const right = isOwnResultRight(measured.rows);
  return right && (git === undefined || areBackportsRight(measured.backports)) ? 0 : 1;
}

function debianTree(kind: TreeKind = 'unpatched'): string {
  const folder = sourceTree('7.2', kind);
  if (folder !== undefined) return folder;
  throw new EnvironmentLack([
    {
      code: 'no-sources',
      expected: "Debian's QEMU 7.2 in the sources cache",
      found: 'it was not fetched yet',
      next: 'run `npm run sources -- 7.2`, or name a tree with --tree',
    },
  ]);
}
