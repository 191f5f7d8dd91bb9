import type { MigrationKind, RunOutcome, Side } from './kinds.js';

/** What many runs have in common, as data. Times are microseconds. */

/** Of one figure over many runs. */
export interface Statistics {
  readonly count: number;
  readonly least: number;
  readonly median: number;
  /** The nearest rank. */
  readonly p95: number;
  readonly most: number;
  /** From the least to the most; null of a single run. */
  readonly spread: number | null;
}

/** What is measured in every run: totals, phases, devices. */
export interface Figure {
  readonly kind: 'downtime' | 'pause' | 'phase' | 'device';
  /** Of which migrations: those of different kinds are never summed up together. */
  readonly of: MigrationKind;
  /** Unique: `precopy downtime`, `precopy pause`, `precopy phase source stop`, `precopy device save non-iterable cpu#0`. */
  readonly id: string;
  readonly side: 'source' | 'destination' | 'between' | null;
  /** For people: `stop`, `cpu#0`. */
  readonly name: string;
  readonly statistics: Statistics;
  /** How many completed runs of the kind do not have it: without times, with one side, with a pause that is no single number. */
  readonly leftOut: number;
}

/** One run that was looked at. */
export interface Run {
  /** Its folder, or `migration 2` of one log. */
  readonly name: string;
  readonly kind: MigrationKind;
  readonly outcome: RunOutcome;
  /** The sides whose logs were there. */
  readonly sides: readonly Side[];
  readonly downtime: number | null;
  /** Null where it is not one number. */
  readonly pause: number | null;
  /** The first error, which says why there is no total. */
  readonly problem: string | null;
  /** How many findings of each rule there are about it. */
  readonly findings: Readonly<Record<string, number>>;
}

/** Many runs. Only completed ones are in the figures. */
export interface RunsSummary {
  readonly runs: readonly Run[];
  /** By kind of migration; totals, phases, then devices. */
  readonly figures: readonly Figure[];
}

/** A figure now and in the baseline. */
export interface Change {
  readonly figure: Figure;
  readonly before: Statistics;
  /** Median now − median before. */
  readonly change: number;
  /** That over the median before; null where that is 0. */
  readonly ratio: number | null;
  /** Whether it is larger than the spread of either; null where a side is a single run, which has no spread. */
  readonly exceedsSpread: boolean | null;
}

/** These runs against the baseline. */
export interface Comparison {
  /** As the user named it. */
  readonly baseline: string;
  readonly changes: readonly Change[];
  /** Ids of figures that only the baseline has, or only these runs. */
  readonly gone: readonly string[];
  readonly added: readonly string[];
}
