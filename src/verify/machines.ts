import type { Duplex } from 'node:stream';

/** How a QEMU ended. */
export interface MachineEnd {
  /** Its exit code; null where a signal or the engine ended it. */
  readonly code: number | null;
  /** The end of what it wrote to standard error. */
  readonly stderr: string;
}

/** A QEMU that runs. */
export interface Machine {
  readonly name: string;
  /** Its monitor, which speaks QMP (`-qmp stdio`). */
  readonly monitor: Duplex;
  /** Settles when it has ended, however it did; never rejects. */
  readonly ended: Promise<MachineEnd>;
  /** Ends it at once; settles when it is gone. */
  kill(): Promise<void>;
}

/** What is to be started. */
export interface MachineSpec {
  /** Unique in a run, such as `precopy-source`. */
  readonly name: string;
  /** QEMU's own arguments, without the program. */
  readonly args: readonly string[];
  /** It may use userfaultfd, which postcopy's destination needs. */
  readonly needsUserfault: boolean;
}

/** Starts QEMUs that share a folder: for the socket that they migrate over, the guest's ROM, and their traces. */
export interface Machines {
  readonly folder: {
    /** As the caller sees it. */
    readonly outside: string;
    /** As QEMU sees it. */
    readonly inside: string;
  };
  start(spec: MachineSpec): Machine;
}
