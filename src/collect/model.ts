/** A kind of migration that was watched. */
export interface CollectedMigration {
  readonly mode: string;
  readonly status: 'passed' | 'failed' | 'not-runnable';
  /** Milliseconds, as QEMU says; null where it does not. */
  readonly downtime: number | null;
}

/** What `verify` came to. */
export interface CollectedVerification {
  readonly level: string;
  readonly passed: boolean;
  /** Of all its stages. */
  readonly seconds: number;
  readonly migrations: readonly CollectedMigration[];
}

/** What became of one revision. */
export interface CollectedRevision {
  /** The job, and the folder of its results. */
  readonly name: string;
  /** As the user named it, where that is known. */
  readonly revision: string;
  readonly commit: string | null;
  /** What the tree's VERSION says. */
  readonly version: string | null;
  /** Whether all that was asked for is there and well. */
  readonly passed: boolean;
  /** Null where there is no result of it. */
  readonly port: 'ported' | 'already' | 'refused' | null;
  readonly lint: { readonly errors: number; readonly warnings: number; readonly notes: number } | null;
  readonly verify: CollectedVerification | null;
  /** Why it failed, in words. Text of trees and jobs is in them. */
  readonly problems: readonly string[];
}

/** All revisions in one. */
export interface Collected {
  /** How far the jobs were to verify; null where nobody says. */
  readonly level: string | null;
  readonly passed: boolean;
  /** At least one. */
  readonly revisions: readonly CollectedRevision[];
}
