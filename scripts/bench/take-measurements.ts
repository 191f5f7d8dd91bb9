import { existsSync } from 'node:fs';
import { isInstalled } from '../sources/run.js';
import { type BackportRow, benchBackport } from './backport.js';
import { olderReleases } from './backport-scene.js';
import { type BenchTree, openBenchTree } from './bench-tree.js';
import { backportOverBudget, logOverBudget, overBudget } from './budget.js';
import { benchBuilds } from './builds.js';
import { CLI, NOT_BUILT } from './built-program.js';
import { type Contestant, isNotRun, type NotRun } from './contestant.js';
import { readLargeLog } from './logs.js';
import { machine, versions } from './machine.js';
import { type Measured, measure } from './measure.js';
import type { Measurements } from './measurements.js';
import {
  bareParse,
  dryRun,
  lint,
  nothing,
  nothingWithoutCertificates,
  readingBytes,
  report,
  revert,
} from './node-contestants.js';
import { cherryPick, gnuPatch, spatch } from './peers.js';

/** What is measured. */
export interface BenchRequest {
  /** The QEMU tree that all but the backports run on. */
  readonly folder: string;
  /** A repository with upstream's history. */
  readonly history: string | undefined;
  readonly rounds: number;
  /** Size of the log that `report` streams, in megabytes. */
  readonly logSize: number;
  /** The sources that `verify` builds, where it is to be measured. */
  readonly verify: string | undefined;
}

/**
 * Measures everything that this machine has the programs for; the rest is named with the reason.
 * @param say is told what is measured now
 */
export async function takeMeasurements(
  { folder, history, rounds, logSize, verify }: BenchRequest,
  scratch: string,
  say: (text: string) => void,
): Promise<Measurements> {
  const tree = openBenchTree(folder);
  const here = machine();
  const entries: (Contestant | NotRun)[] = [
    nothing(),
    ...nothingWithoutCertificates(),
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
  const contestants = entries.filter((entry): entry is Contestant => !isNotRun(entry));
  const notRun = [...entries.filter(isNotRun), ...blindSpots(tree)];
  say(`${contestants.length} programs on one tree, ${rounds} rounds`);
  const timed = measure(contestants, tree, rounds);
  say('a large log');
  const log = existsSync(CLI) ? readLargeLog(CLI, scratch, logSize) : undefined;
  if (!log) notRun.push({ name: 'report on a large log', why: NOT_BUILT });
  let backports: BackportRow[] = [];
  if (history === undefined)
    notRun.push({ name: 'backport', why: "it needs upstream's history: give --git DIR" });
  else {
    say(`backports onto ${olderReleases.length} releases`);
    backports = await benchBackport(history, scratch, rounds);
  }
  say('builds');
  const rows = built(timed, folder, scratch, notRun);
  if (verify === undefined) notRun.push({ name: 'verify', why: 'it takes minutes: give --verify' });
  else say('verify');
  return {
    day: new Date().toISOString().slice(0, 10),
    machine: here,
    versions: versions(),
    release: tree.version,
    rounds,
    rows,
    log,
    verify: verify === undefined ? [] : await (await import('./verify.js')).benchVerify(verify, scratch),
    backports,
    releases: {
      count: olderReleases.length,
      first: olderReleases[0]?.name ?? '',
      last: olderReleases.at(-1)?.name ?? '',
    },
    notRun,
    broken: [...overBudget(rows), ...(log ? logOverBudget(log) : []), ...backportOverBudget(backports)],
  };
}

/** The rows with what each result came to in QEMU's build. @param notRun gets the reason where there is no build */
function built(rows: readonly Measured[], folder: string, scratch: string, notRun: NotRun[]): Measured[] {
  const results = new Map(rows.flatMap(({ name, left }) => (left ? [[name, left] as const] : [])));
  const builds = existsSync(CLI) ? benchBuilds(folder, results, scratch) : { name: 'builds', why: NOT_BUILT };
  if ('why' in builds) {
    notRun.push(builds);
    return [...rows];
  }
  return rows.map((row) => ({ ...row, builds: builds.get(row.name) }));
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
