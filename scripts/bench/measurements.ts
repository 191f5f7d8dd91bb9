import type { BackportRow } from './backport.js';
import type { NotRun } from './contestant.js';
import type { StreamedLog } from './logs.js';
import type { Machine, Versions } from './machine.js';
import type { Measured } from './measure.js';
import type { VerifyRow } from './verify.js';

/** All that a run of the benchmarks found out: what the table, the page and the picture are made of. */
export interface Measurements {
  /** The day, as in 2026-01-31. */
  readonly day: string;
  readonly machine: Machine;
  readonly versions: Versions;
  /** The release that everything but the backports ran on. */
  readonly release: string;
  readonly rounds: number;
  readonly rows: readonly Measured[];
  readonly log: StreamedLog | undefined;
  readonly verify: readonly VerifyRow[];
  /** Onto so many releases, from the first to the last. */
  readonly backports: readonly BackportRow[];
  readonly releases: { readonly count: number; readonly first: string; readonly last: string };
  readonly notRun: readonly NotRun[];
  /** Promises that this run did not keep. */
  readonly broken: readonly string[];
}
