import type { RecipesPlan } from '../port/plan-recipes.js';
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
  readonly plan: RecipesPlan;
}

/** A commit of an earlier run that has the tree that a port gives. */
export interface PresentCommit {
  /** Full id. */
  readonly id: string;
  readonly message: string;
  /** This run would write another message, author or order of trailers. */
  readonly messageDiffers: boolean;
  /** The message it has is one that a run writes. */
  readonly isOurs: boolean;
}

/** A commit to be, of one recipe. */
export interface PortedCommit {
  readonly plan: Plan;
  readonly facts: PortFacts;
  readonly message: string;
}

export interface Ported extends Planned {
  readonly status: 'ported';
  /** At least one, in order, each onto the one before; recipes that change nothing have none. */
  readonly commits: readonly PortedCommit[];
  /** The full name of the branch, written or to be written; undefined for the other forms. */
  readonly ref?: string;
  /** The commits on that branch, the last one last; undefined in a dry run and for the other forms. */
  readonly newCommits?: readonly string[];
  /** What was at the branch already, with the same trees on the same parent; it stays. */
  readonly present?: readonly PresentCommit[];
  /** The work tree that has that branch checked out. */
  readonly workTree?: string | undefined;
  /** The patches as their form has them; undefined for branches. */
  readonly patches?: readonly PatchFile[];
  /** The files that they were written to. */
  readonly written?: WrittenPatches;
}

interface AlreadyThere extends Planned {
  readonly status: 'already';
}

export interface Refused extends ResultBase {
  readonly status: 'refused';
  readonly base?: string;
  readonly version?: string | null;
  readonly plan?: RecipesPlan;
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

/** The files of patches, with the series that name them. */
export interface WrittenPatches {
  /** Those included that were as they should be already. */
  readonly paths: readonly string[];
  /** All of them were. */
  readonly wereThere: boolean;
  readonly notes: readonly string[];
}
