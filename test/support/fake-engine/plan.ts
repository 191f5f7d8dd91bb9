import type { Fault } from '../../verify/migrations/fake-qemu.js';

/** What a command prints and ends with. */
export interface Answer {
  readonly code?: number;
  readonly stdout?: string;
  readonly stderr?: string;
  /** It never ends by itself. */
  readonly hangs?: boolean;
}

/** What containers are asked for, in short; `run` is any container at all. */
export type Step =
  | 'run'
  | 'true'
  | 'configure-help'
  | 'configure'
  | 'ninja'
  | 'targets'
  | 'trace-help'
  | 'qemu'
  | 'info'
  | 'inspect'
  | 'import'
  | 'build';

/** Checkpoints in the order in which a migration's sides fire them. */
export interface Fires {
  readonly source: readonly string[];
  readonly destination: readonly string[];
}

/** What the fake engines do; read anew by each command of theirs. */
export interface FakePlan {
  /** The engine's containers have none of root's rights. */
  readonly rootless?: boolean;
  /** Steps that go another way than well. */
  readonly answers: Partial<Record<Step, Answer>>;
  /** Containers start with this global argument only. */
  readonly needs?: string;
  readonly images: readonly string[];
  /** What `configure --help` prints. */
  readonly help: string;
  /** By mode. */
  readonly fires: Readonly<Record<string, Fires>>;
  readonly capabilities: readonly string[];
  /** By the machine's name, such as `precopy-source`. */
  readonly faults: Readonly<Record<string, readonly Fault[]>>;
}

/** A command that an engine was given. */
export interface EngineCall {
  readonly engine: string;
  readonly args: readonly string[];
}
