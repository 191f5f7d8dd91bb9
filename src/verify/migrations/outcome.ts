import type { MigrationStatus } from '../qmp/commands.js';
import type { MigrationMode } from './modes.js';
import type { MigrationReason } from './wording.js';

/** What a QEMU says of a migration at its end. */
export interface SideFacts {
  /** QMP's word for whether the guest runs, such as `postmigrate`. */
  readonly runState: string;
  readonly migration: MigrationStatus;
}

/** What came of running a migration. Whether its traces are right is not its matter. */
export interface MigrationOutcome {
  readonly mode: MigrationMode;
  /** `not-runnable`: the tree or the host has not what it takes. */
  readonly status: 'ran' | 'not-runnable' | 'failed';
  /** Why it did not run. */
  readonly reason?: MigrationReason;
  /** The traces of the sides that were started, as we see them; a QEMU that ended early may have written none. */
  readonly traces: { readonly source?: string; readonly destination?: string };
  /** The ends of what the QEMUs wrote to standard error. */
  readonly stderr: { readonly probe?: string; readonly source?: string; readonly destination?: string };
  /** Of the sides that still ran at the end. */
  readonly facts: { readonly source?: SideFacts; readonly destination?: SideFacts };
}
