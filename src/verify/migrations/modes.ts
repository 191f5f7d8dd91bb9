import { backgroundSnapshot } from './background-snapshot.js';
import { failed } from './failed.js';
import type { MigrationRun } from './migration-run.js';
import { postcopy } from './postcopy.js';
import { pausedDestination, pausedSource, precopy } from './precopy.js';
import { toFile } from './to-file.js';

/** A kind of migration that is run. */
export interface Mode {
  /** Whether its guest's memory is watched by userfaultfd, which hosts do not let everybody have. */
  readonly needsUserfault: boolean;
  /** Runs it, up to where every checkpoint of it has fired. */
  readonly run: (run: MigrationRun) => Promise<void>;
}

/** Every kind of migration that is run, in the order in which they are shown. */
export const MODES = {
  precopy: { needsUserfault: false, run: precopy },
  postcopy: { needsUserfault: true, run: postcopy },
  file: { needsUserfault: false, run: toFile },
  'background-snapshot': { needsUserfault: true, run: backgroundSnapshot },
  failed: { needsUserfault: false, run: failed },
  'paused-destination': { needsUserfault: false, run: pausedDestination },
  'paused-source': { needsUserfault: false, run: pausedSource },
} as const satisfies Record<string, Mode>;

/** The name of a kind of migration. */
export type MigrationMode = keyof typeof MODES;
