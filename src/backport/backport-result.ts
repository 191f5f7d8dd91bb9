import type { Plan } from '../port/port-result.js';
import type { Problem } from '../problem/problem.js';
import type { PortFacts } from '../provenance/port-facts.js';

/** What became of one revision. The statuses are those of the JSON contract. */
interface ResultBase {
  /** The revision as the user named it, or a ref that a pattern stands for. */
  readonly onto: string;
}

/** A revision whose tree was read and planned. */
export interface Planned extends ResultBase {
  /** Full id of the commit. */
  readonly base: string;
  readonly version: string | null;
  readonly plan: Plan;
}

export interface Ported extends Planned {
  readonly status: 'ported';
  readonly facts: PortFacts;
  readonly message: string;
  /** The full name of the branch, written or to be written; undefined for the other forms. */
  readonly ref?: string;
  /** The commit on that branch; undefined in a dry run and for the other forms. */
  readonly newCommit?: string;
  /** The branch was there already, with the same tree on the same parent. */
  readonly wasThere?: boolean;
  /** The patch as its form has it; undefined for branches. */
  readonly patch?: PatchFile;
  /** Paths of the files that the patch was written to. */
  readonly written?: readonly string[];
}

interface AlreadyThere extends Planned {
  readonly status: 'already';
}

export interface Refused extends ResultBase {
  readonly status: 'refused';
  readonly base?: string;
  readonly version?: string | null;
  readonly plan?: Plan;
  readonly problems: readonly Problem[];
  /** The environment lacks something, and another run may succeed. */
  readonly lacking: boolean;
}

export type BackportResult = Ported | AlreadyThere | Refused;

/** A patch to ship, as files below the output folder; the first is the patch itself. */
export interface PatchFile {
  readonly files: readonly { readonly path: string; readonly bytes: Buffer }[];
  /** Worth knowing for whoever applies it. */
  readonly notes: readonly string[];
}
