import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { EnvironmentLack, Failure } from '../../src/problem/problem.js';
import { sourceTree } from '../sources/cache.js';
import { isInstalled } from '../sources/run.js';
import type { TreeKind } from '../sources/unpack.js';
import { backportTable, benchBackport } from './backport.js';
import { olderReleases } from './backport-scene.js';
import { type BenchTree, openBenchTree } from './bench-tree.js';
import {
  areBackportsRight,
  backportOverBudget,
  isOwnResultRight,
  logOverBudget,
  overBudget,
} from './budget.js';
import { CLI, NOT_BUILT } from './built-program.js';
import { type Contestant, isNotRun, type NotRun } from './contestant.js';
import { readLargeLog } from './logs.js';
import { measure } from './measure.js';
import { bareParse, dryRun, lint, nothing, readingBytes, report, revert } from './node-contestants.js';
import { cherryPick, gnuPatch, spatch } from './peers.js';
import { benchTable, logLine } from './table.js';

const MORE = `
Right, wrong and missing are of the calls that belong into the release, by the lines known of it (test/golden).
Times are medians of interleaved runs. Look at the ratios: other work on the machine changes the milliseconds.

Exit codes: 0 done · 1 a call of ours is wrong or missing · 2 wrong usage · 3 not a QEMU tree ·
4 the sources are missing`;

interface Options {
  readonly git?: string;
  readonly tree?: string;
  readonly rounds: number;
  readonly logSize: number;
  readonly verify?: boolean;
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
      'Measures this program against doing nothing, against its parts, and against the usual tools.',
    )
    .option('--git <dir>', "a repository that holds upstream's history, for cherry-pick and patch")
    .option('--tree <dir>', "the QEMU tree (default: Debian's 7.2 without patches, from the sources cache)")
    .option('--rounds <n>', 'timed runs of each', positive, 15)
    .option('--verify', 'measure verify as well, which builds QEMU in containers and takes minutes')
    .option('--log-size <megabytes>', 'size of the log that report streams', positive, 1024)
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
  { git, tree: named, rounds, logSize, verify }: Options,
  scratch: string,
  { out, say }: Terminal,
): Promise<number> {
  const tree = openBenchTree(named ?? debianTree());
  const history = git === undefined ? undefined : resolve(git);
  const entries: (Contestant | NotRun)[] = [
    nothing(),
    readingBytes(tree),
    bareParse(tree),
    dryRun(tree, scratch),
    revert(tree, scratch),
    lint(tree, scratch),
    report(scratch),
    cherryPick(tree, history, scratch),
    gnuPatch(tree, history, scratch),
    spatch(tree, scratch),
  ];
  const notRun = [...entries.filter(isNotRun), ...blindSpots(tree)];
  for (const { name, why } of notRun) say(`NOT RUN: ${name}: ${why}`);
  const contestants = entries.filter((entry): entry is Contestant => !isNotRun(entry));
  const rows = measure(contestants, tree, rounds);
  out(
    `QEMU ${tree.version}, medians of ${rounds} interleaved runs, node ${process.version}, ${cpus().length} cores\n`,
  );
  out(benchTable(rows, notRun));
  for (const promise of overBudget(rows)) out(`OVER BUDGET: ${promise}`);
  out(`\n${largeLog(scratch, logSize).join('\n')}`);
  if (verify) {
    const { benchVerify, verifyTable } = await import('./verify.js');
    out(`\n${verifyTable(await benchVerify(named ?? debianTree('patched'), scratch))}`);
  } else out('\nNOT RUN: verify: it takes minutes: give --verify');
  const right = isOwnResultRight(rows);
  if (history === undefined) {
    out("\nNOT RUN: backport: it needs upstream's history: give --git DIR");
    return right ? 0 : 1;
  }
  const backports = await benchBackport(history, scratch, rounds);
  out(`\nonto ${olderReleases.length} releases, 1.0 to 8.1\n`);
  out(backportTable(backports));
  for (const promise of backportOverBudget(backports)) out(`OVER BUDGET: ${promise}`);
  return right && areBackportsRight(backports) ? 0 : 1;
}

/** What is said of reading a large log. */
function largeLog(scratch: string, megabytes: number): string[] {
  if (!existsSync(CLI)) return [`NOT RUN: report on a large log: ${NOT_BUILT}`];
  const log = readLargeLog(CLI, scratch, megabytes);
  return [logLine(log), ...logOverBudget(log).map((promise) => `OVER BUDGET: ${promise}`)];
}

/** Columns that stay empty for every row. */
function blindSpots(tree: BenchTree): NotRun[] {
  const spots: NotRun[] = [];
  if (!isInstalled('time')) spots.push({ name: 'max RSS', why: 'GNU time is not installed (Debian: time)' });
  if (!tree.golden) {
    spots.push({
      name: 'right, wrong, missing',
      why: 'the tree is none of the releases whose sites are known',
    });
  }
  return spots;
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
