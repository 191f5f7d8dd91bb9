import type { AnyRecipe } from '../catalogue/any-recipe.js';
import type { Submodule } from '../git/submodules.js';
import type { DeviceJudgement } from './expectation/device-rows.js';
import type { Judgement } from './expectation/judge.js';

export type Level = 'objects' | 'build' | 'migrate';

/** A part of a verification, with how long it took. */
export interface Stage {
  readonly name: 'image' | 'copy' | 'configure' | 'build' | 'events' | 'migrations';
  readonly seconds: number;
  /** It was there from an earlier run. */
  readonly isCached: boolean;
}

/** How a migration went, and what its traces show. */
export interface MigrationResult {
  readonly mode: string;
  readonly status: 'passed' | 'failed' | 'not-runnable';
  /** It had to run, by `--require`. */
  readonly isRequired: boolean;
  /** Why it could not be run, or did not go as it should. */
  readonly reason: string | undefined;
  /** None where it did not come to its end. */
  readonly source: Judgement | undefined;
  readonly destination: Judgement | undefined;
  /** What the rows of its devices show, where they were asked for. */
  readonly devices?: DeviceJudgement | undefined;
  /** What QEMU itself says of it, in milliseconds. */
  readonly totalTime: number | undefined;
  readonly downtime: number | undefined;
  /** The traces on this machine, while they are kept. */
  readonly traces: { readonly source: string | undefined; readonly destination: string | undefined };
}

/** Why a verification ended before its migrations. */
export interface Breakage {
  readonly stage: Stage['name'];
  readonly file: string | undefined;
  readonly reason: string;
  readonly excerpt: string;
  /** What the user can do. */
  readonly next: string;
}

/** Whether it is no failure of the whole. */
export function isGood({ status, isRequired }: Pick<MigrationResult, 'status' | 'isRequired'>): boolean {
  return status === 'passed' || (status === 'not-runnable' && !isRequired);
}

/** What came of a verification. */
export interface VerifyResult {
  readonly tree: string;
  readonly version: string | null;
  readonly engine: string;
  readonly image: string;
  readonly level: Level;
  readonly passed: boolean;
  readonly recipes: readonly AnyRecipe[];
  /** What was applied to the copy; none where all was there. */
  readonly applied: readonly string[];
  /** What was changed in the copy for it to build here. */
  readonly fixes: readonly string[];
  readonly stages: readonly Stage[];
  /** What the build made, as ninja names it; none where it did not come to its end. */
  readonly built: readonly string[];
  readonly events: readonly string[];
  readonly migrations: readonly MigrationResult[];
  readonly breakage: Breakage | undefined;
  /** Submodules of a revision that are not on this machine, and so not in its copy. */
  readonly absent: readonly Submodule[];
  /** The folder with logs and traces, where it is kept. */
  readonly logs: string | undefined;
}
