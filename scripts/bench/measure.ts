import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Judgement, judgeCalls } from '../../test/golden/judge-calls.js';
import { isInstalled } from '../sources/run.js';
import type { BenchTree } from './bench-tree.js';
import type { Contestant, Invocation, Texts } from './contestant.js';
import { type Ran, runOnce } from './run-once.js';

/** What came out for one row. */
export interface Measured {
  readonly name: string;
  /** Median of the whole process, in milliseconds. */
  readonly whole: number;
  readonly inProcess: number | undefined;
  readonly status: number | null;
  /** Undefined where GNU time is not installed. */
  readonly megabytes: number | undefined;
  readonly judgement: Judgement | undefined;
  /** Whether the files compile that were left; undefined where there are none, or nothing can be built here. */
  readonly builds?: boolean | undefined;
  /** The files that were left, C and events, one character a byte. */
  readonly left?: Texts | undefined;
}

/** How many times as long as the first row, which is the yardstick. */
export function ratioOf({ whole }: Measured, [yardstick]: readonly Measured[]): number {
  return whole / (yardstick?.whole ?? Number.NaN);
}

/**
 * Runs the contestants in turn, round after round, so that a busy moment of the machine hits all of them alike.
 * A first round, not timed, warms the caches, takes the memory and is judged.
 */
export function measure(contestants: readonly Contestant[], tree: BenchTree, rounds: number): Measured[] {
  const rows = contestants.map((contestant) => ({
    contestant,
    first: firstRun(contestant, tree),
    whole: [] as number[],
    inProcess: [] as number[],
  }));
  for (let round = 0; round < rounds; round++) {
    for (const { contestant, whole, inProcess } of rows) {
      contestant.before?.();
      whole.push(runOnce(contestant.whole).milliseconds);
      if (contestant.inProcess) inProcess.push(timed(contestant.inProcess));
    }
  }
  return rows.map(({ contestant, first, whole, inProcess }) => ({
    name: contestant.name,
    whole: median(whole),
    inProcess: inProcess.length > 0 ? median(inProcess) : undefined,
    ...first,
  }));
}

function firstRun(contestant: Contestant, tree: BenchTree) {
  contestant.before?.();
  const { status, megabytes } = withMemory(contestant.whole);
  const texts = contestant.result?.();
  contestant.inProcess?.();
  const before = new Map([tree.texts.migration, tree.texts.savevm].map(({ path, text }) => [path, text]));
  const sources = new Map([...(texts ?? [])].filter(([path]) => path.endsWith('.c')));
  const judgement = texts && tree.golden ? judgeCalls(tree.golden, before, sources) : undefined;
  return { status, megabytes, judgement, left: texts };
}

/** Runs a program to its end, and takes the most memory that it had, where GNU time is installed. */
export function withMemory(whole: Invocation): Ran & { readonly megabytes: number | undefined } {
  if (!isInstalled('time')) return { ...runOnce(whole), megabytes: undefined };
  const folder = mkdtempSync(join(tmpdir(), 'qemu-downtime-time-'));
  try {
    const file = join(folder, 'memory');
    const args = ['--quiet', '-f', '%M', '-o', file, whole.program, ...whole.args];
    const ran = runOnce({ ...whole, program: 'time', args });
    return { ...ran, megabytes: Number(readFileSync(file, 'utf8')) / 1024 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function timed(work: () => void): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}

/** The middle value; of an even number, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const low = sorted[Math.ceil(middle) - 1] ?? Number.NaN;
  const high = sorted[Math.floor(middle)] ?? Number.NaN;
  return (low + high) / 2;
}
