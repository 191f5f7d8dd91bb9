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

/** A commit of an earlier run that has the tree that a port gives. */
export interface PresentCommit {
  readonly message: string;
  /** This run would write another message, author or order of trailers. */
  readonly messageDiffers: boolean;
}

export interface Ported extends Planned {
  readonly status: 'ported';
  readonly facts: PortFacts;
  readonly message: string;
  /** The full name of the branch, written or to be written; undefined for the other forms. */
  readonly ref?: string;
  /** The commit on that branch; undefined in a dry run and for the other forms. */
  readonly newCommit?: string;
  /** What was at the branch already, with the same tree on the same parent; it stays. */
  readonly present?: PresentCommit;
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

/** A patch to ship. */
export interface PatchFile {
  /** The folder that keeps it apart from those of other revisions; empty where its name does. */
  readonly folder: string;
  /** The name of its file. */
  readonly name: string;
  readonly bytes: Buffer;
  /** A file `series` beside it names it. */
  readonly inSeries: boolean;
  /** Worth knowing for whoever applies it. */
  readonly notes: readonly string[];
}
