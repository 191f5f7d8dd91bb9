import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Backport } from '../../src/backport/backport.js';
import type { BackportRequest } from '../../src/backport/request.js';
import { defaultRecipe } from '../../src/catalogue/recipes.js';
import { openObjectReader } from '../../src/git/object-reader.js';
import { upstreamCommit } from '../../test/golden/golden.js';
import { isInstalled } from '../sources/run.js';
import { borrowingRepository, forgetPorts, type OlderRelease, olderReleases } from './backport-scene.js';
import { benchGit, GIT_ENVIRONMENT } from './bench-git.js';
import { CLI, NOT_BUILT } from './built-program.js';
import { releaseSide } from './conflict-markers.js';
import { median } from './measure.js';
import { type PlacedCalls, placedCalls } from './placed-calls.js';
import { runOnce } from './run-once.js';

/** The C files of any layout. */
const FILES = ['migration/migration.c', 'migration.c', 'migration/savevm.c', 'savevm.c'];
/** How many revisions show whether memory stays flat. */
const MANY = 1000;

/** One way to bring the checkpoints onto all older releases. */
export interface BackportRow {
  readonly name: string;
  readonly revisions: number;
  /** Of all revisions together, in milliseconds. */
  readonly milliseconds: number;
  readonly megabytes?: number;
  /** Ports without a conflict or refusal. */
  readonly clean?: number;
  readonly calls?: PlacedCalls;
}

/**
 * Measures `backport` onto every older release in one call against the loop that people write, and its memory over
 * a thousand revisions.
 * @param history a repository that holds upstream's history
 */
export async function benchBackport(
  history: string,
  scratch: string,
  rounds: number,
): Promise<BackportRow[]> {
  if (!existsSync(CLI)) throw new Error(NOT_BUILT);
  const root = borrowingRepository(history, scratch);
  return [
    wholeProgram(root, scratch, rounds),
    await inProcess(root, rounds),
    cherryPickLoop(root, scratch),
    manyRevisions(root, scratch),
  ];
}

function wholeProgram(root: string, scratch: string, rounds: number): BackportRow {
  const list = join(scratch, 'releases');
  writeFileSync(list, olderReleases.map(({ name }) => `${name}\n`).join(''));
  const args = [CLI, 'backport', root, '--onto-file', list];
  const times: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    forgetPorts(root);
    const { milliseconds, status, stderr } = runOnce({ program: process.execPath, args, cwd: scratch });
    if (status !== 0) throw new Error(`backport ended with ${status}: ${stderr}`);
    // The first warms the caches.
    if (round > 0) times.push(milliseconds);
  }
  const calls = sum(olderReleases.map((release) => callsAt(root, `qemu-downtime/${release.name}`, release)));
  return {
    name: 'qemu-downtime backport, one call',
    revisions: olderReleases.length,
    milliseconds: median(times),
    clean: olderReleases.length,
    calls,
  };
}

/** The same work in this process, from the first revision on. */
async function inProcess(root: string, rounds: number): Promise<BackportRow> {
  const request: BackportRequest = {
    recipes: [defaultRecipe],
    port: { selected: () => true, fixes: false },
    as: 'branch',
    branchPrefix: 'qemu-downtime/',
    force: false,
    dryRun: false,
    signoff: false,
    message: { style: 'stable', date: '2000-01-01' },
    output: undefined,
    signature: 'bench',
  };
  const times: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    forgetPorts(root);
    const reader = await openObjectReader(root);
    try {
      const prepared = await Backport.prepare(reader, request);
      const started = performance.now();
      for await (const { status } of prepared.run(olderReleases.map(({ name }) => ({ onto: name }))))
        if (status !== 'ported') throw new Error(`a release was ${status}`);
      if (round > 0) times.push(performance.now() - started);
    } finally {
      await reader.close();
    }
  }
  return {
    name: '  the same, in process, after its start',
    revisions: olderReleases.length,
    milliseconds: median(times),
  };
}

/** A sparse work tree for each release and a cherry-pick in it: the loop, made as quick as it can be. */
function cherryPickLoop(root: string, scratch: string): BackportRow {
  let [milliseconds, clean] = [0, 0];
  const calls: PlacedCalls[] = [];
  for (const release of olderReleases) {
    const tree = join(scratch, 'worktree');
    const started = performance.now();
    benchGit(root, 'worktree', 'add', '--quiet', '--detach', '--no-checkout', tree, release.name);
    benchGit(
      tree,
      'sparse-checkout',
      'set',
      '--no-cone',
      '/migration/',
      '/include/migration/',
      '/trace-events',
      '/*.c',
    );
    benchGit(tree, 'checkout', '--quiet');
    const picked = runOnce({
      program: 'git',
      args: ['cherry-pick', '-x', upstreamCommit.after_commit],
      cwd: tree,
      env: GIT_ENVIRONMENT,
    });
    milliseconds += performance.now() - started;
    if (picked.status === 0) clean += 1;
    calls.push(placedCalls(release.expected, textsIn(tree).map(releaseSide)));
    benchGit(root, 'worktree', 'remove', '--force', tree);
  }
  return {
    name: 'git worktree add + cherry-pick, sparse, one by one',
    revisions: olderReleases.length,
    milliseconds,
    clean,
    calls: sum(calls),
  };
}

/** A thousand revisions of the history before upstream's commit, dry. */
function manyRevisions(root: string, scratch: string): BackportRow {
  const list = join(scratch, 'many');
  const range = [`--max-count=${MANY}`, upstreamCommit.before_commit, '--', ...FILES];
  const revisions = benchGit(root, 'rev-list', ...range)
    .trim()
    .split('\n');
  writeFileSync(list, `${revisions.join('\n')}\n`);
  const memory = join(scratch, 'memory');
  const own = [CLI, 'backport', root, '--dry-run', '--format', 'json', '--onto-file', list];
  const timed = isInstalled('time');
  const { milliseconds, status, stderr } = runOnce(
    timed
      ? {
          program: 'time',
          args: ['--quiet', '-f', '%M', '-o', memory, process.execPath, ...own],
          cwd: scratch,
        }
      : { program: process.execPath, args: own, cwd: scratch },
  );
  // Some commits of the development are refused, and said to be.
  if (status !== 0 && status !== 3) throw new Error(`backport ended with ${status}: ${stderr}`);
  return {
    name: `qemu-downtime backport --dry-run, ${revisions.length} revisions`,
    revisions: revisions.length,
    milliseconds,
    ...(timed ? { megabytes: Number(readFileSync(memory, 'utf8')) / 1024 } : {}),
  };
}

function callsAt(root: string, revision: string, { expected }: OlderRelease): PlacedCalls {
  const present = benchGit(root, 'ls-tree', '-r', '--name-only', revision, '--', ...FILES);
  const texts = present
    .split('\n')
    .filter((path) => path !== '')
    .map((path) => benchGit(root, 'show', `${revision}:${path}`));
  return placedCalls(expected, texts);
}

function textsIn(folder: string): string[] {
  return FILES.map((path) => join(folder, path))
    .filter((path) => existsSync(path))
    .map((path) => readFileSync(path, 'latin1'));
}

function sum(all: readonly PlacedCalls[]): PlacedCalls {
  return all.reduce((one, other) => ({
    right: one.right + other.right,
    wrong: one.wrong + other.wrong,
    missing: one.missing + other.missing,
  }));
}

/** The rows as a table. */
export function backportTable(rows: readonly BackportRow[]): string {
  const head = ['', 'whole', 'a revision', 'max RSS', 'clean', 'right', 'wrong', 'missing'];
  const cells = rows.map(({ name, revisions, milliseconds, megabytes, clean, calls }) => [
    name,
    `${milliseconds.toFixed(0)} ms`,
    `${(milliseconds / revisions).toFixed(1)} ms`,
    megabytes === undefined ? '' : `${megabytes.toFixed(0)} MB`,
    clean === undefined ? '' : `${clean} of ${revisions}`,
    ...(calls ? [calls.right, calls.wrong, calls.missing].map(String) : ['', '', '']),
  ]);
  const table = [head, ...cells];
  const widths = head.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return table
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
