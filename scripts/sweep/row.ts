import type { Problem } from '../../src/problem/problem.js';

/**
 * What became of one revision.
 * - `ported`, `present`: all that applies is in place; `present` needed no change
 * - `refused`: the engine declines, with reasons
 * - `not-a-tree`: no migration sources and events file; `before-1.0`: older than the oldest era, told by structure.
 *   Both are left out of the count
 * - `wrong`: ported, but a check of the result fails
 * - `crashed`: an error that is no answer; `unreadable`: no such revision, or objects that a partial clone lacks
 */
export type SweepVerdict =
  | 'ported'
  | 'present'
  | 'refused'
  | 'not-a-tree'
  | 'before-1.0'
  | 'wrong'
  | 'crashed'
  | 'unreadable';

/** What a port of one set of files came to. Shared by all revisions that have the same files. */
export interface Outcome {
  readonly verdict: SweepVerdict;
  /** Calls in the result, and how many of them were put there. */
  readonly sites: number;
  readonly inserted: number;
  readonly problems: readonly Problem[];
  /** Checks that fail, or what went wrong. */
  readonly failures: readonly string[];
}

/** One line of the sweep's table. */
export interface Row extends Outcome {
  /** As it was asked for. */
  readonly revision: string;
  readonly commit: string | null;
  readonly date: string;
  readonly subject: string;
  readonly version: string | null;
  /** The same files were ported before, for another revision. */
  readonly repeated: boolean;
}

export const NOTHING: Omit<Outcome, 'verdict'> = { sites: 0, inserted: 0, problems: [], failures: [] };
