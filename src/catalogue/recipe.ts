import type { Target } from '../csource/locate.js';
import type { FlowCatalogue } from './flow.js';

/** Which host a checkpoint fires on. */
type Side = 'source' | 'destination';

/** The stage of the pause that a checkpoint ends or begins. */
type Phase =
  | 'stop'
  | 'iterable'
  | 'non-iterable'
  | 'completion'
  | 'load'
  | 'resume-precopy'
  | 'resume-postcopy';

/** What to look for in a function. `names` are alternatives of the same thing over time. */
export type Anchor =
  | { readonly kind: 'call'; readonly names: readonly string[]; readonly pick: 'only' | 'first' | 'last' }
  /** Two calls, one in each arm of an `if … else`; the place is beside the whole `if`. */
  | { readonly kind: 'call-in-each-arm'; readonly names: readonly string[] }
  | { readonly kind: 'store'; readonly into: Target; readonly exceptZero?: boolean }
  | { readonly kind: 'loop'; readonly callingMember: readonly string[] }
  | { readonly kind: 'return'; readonly text: string }
  | { readonly kind: 'declarations' }
  | { readonly kind: 'end' };

/**
 * How far up from the anchor the place lies: its own statement, the entry of the function's body that holds it,
 * the guard around it (an `if` whose condition is one of these), or the `if`/`else` that holds all of several calls.
 */
type Climb =
  | { readonly to: 'statement' }
  | { readonly to: 'body' }
  | { readonly to: 'guard'; readonly conditions: readonly RegExp[] };

/** A statement that belongs to the anchor, so that the call goes behind both. */
type Glue =
  /** The `if` that handles the error the anchor's call reports through an `Error **` argument. */
  | 'error-check'
  /** A reset such as `mis->loadvm_co = NULL`. */
  | 'reset';

/** Beside what a statement stands that a checkpoint's moment depends on: a helper's call, the assignment of a time. */
export interface StandingPlace {
  /** For a sentence: "right after the guest was started". */
  readonly where: string;
  /** Of this function alone. */
  readonly in?: string;
  readonly anchor:
    | { readonly kind: 'call'; readonly names: readonly string[] }
    | { readonly kind: 'store'; readonly into: Target };
  readonly side: 'before' | 'after';
  /** A function that has the anchor is the one to call the helper: none that it calls does so for it. */
  readonly owner?: true;
}

/** One way to find the place in one generation of the code. */
export interface Placement {
  /** Stable name, for tests and JSON. */
  readonly id: string;
  /** Why the call belongs there, in a few words, for the reader of the table. */
  readonly why: string;
  /** The functions it may be in; the first one that is defined and has the anchor counts. */
  readonly functions: readonly string[];
  readonly anchor: Anchor;
  readonly climb: Climb;
  readonly side: 'before' | 'after';
  readonly glue?: Glue;
  /** The anchor must be an entry of the function's body, not nested deeper. */
  readonly topLevel?: boolean;
  /** The call is wrapped in an `if` with this condition; the names in it must be declared in the function. */
  readonly under?: { readonly condition: string; readonly declares: readonly string[] };
  /**
   * With `--fixes` the call stays inside the guard that `climb` would leave; found there, it is right too.
   */
  readonly fixedInsideGuard?: boolean;
  /** The local that a call in a condition is moved into: the first of these names that is free. */
  readonly hoistInto?: readonly string[];
  /** The function is a helper: every function of the slot must call it, directly or through another helper. */
  readonly helper?: boolean;
  /**
   * Where the helper's call stands in its callers; where there is no helper, where the anchor stands. The first one
   * whose anchor the function has counts; with none of them nothing is known.
   */
  readonly stands?: readonly StandingPlace[];
  /** More than one anchor on a path is what a merge leaves. */
  readonly doubled?: 'stopped-twice';
  /** The shape of one old release only: that it does not hold elsewhere tells nobody anything. */
  readonly passing?: boolean;
  /** Calls that must all be in the function; tells it from a namesake of another generation. */
  readonly requires?: readonly string[];
  /**
   * A function of the migration file that may call this one once at the most: with two calls the checkpoint
   * would fire twice.
   */
  readonly calledOnceBy?: string;
  /** Every path through the function comes here: it has no return and no label. */
  readonly everyPath?: boolean;
  /**
   * Where `twiceBy` (in the migration file) calls `in` more than once, `in` must call this function under the
   * condition, or the checkpoint would fire twice.
   */
  readonly calledUnder?: { readonly in: string; readonly condition: string; readonly twiceBy: string };
  /** Calls of which at least one must be in the function before anything new is put there. */
  readonly evidence?: readonly string[];
  /** A call here is upstream's own or cannot be told from it, so a revert leaves it alone. */
  readonly upstreamShape?: boolean;
  /** The older tracepoint's call that takes the new name, in the same function. */
  readonly renames?: { readonly call: string; readonly argument: string };
}

/** A path of migration on which the checkpoint fires, with the ways to find the place there. */
export interface Slot {
  readonly path: 'precopy' | 'postcopy' | 'background-snapshot' | 'any';
  /** The functions that run this path; newest first. */
  readonly functions: readonly string[];
  /** Identifiers that prove the path exists: with one of them in the code, a missing function is an error. */
  readonly signs: readonly string[];
  readonly placements: readonly Placement[];
}

/** One of the moments that the tracepoint names. */
export interface Checkpoint {
  readonly name: string;
  readonly side: Side;
  readonly phase: Phase;
  /** The moment it marks. */
  readonly meaning: string;
  /** Where upstream's commit puts it. */
  readonly upstream: string;
  /** The placement that finds upstream's own place, in the first of its functions. */
  readonly upstreamPlacement: string;
  /** Release that has it first, and later commits that changed it. */
  readonly since: string;
  readonly changedBy: readonly string[];
  /** Which of the tree's files holds it. */
  readonly file: 'migration' | 'savevm';
  readonly slots: readonly Slot[];
  /** Why no slot applies in old trees. */
  readonly notApplicable?: string;
}

/** The line that declares a tracepoint. */
export interface EventChange {
  readonly name: string;
  /** Template file with the line. */
  readonly template: string;
  /** It goes behind the last line of the first of these events that exists. */
  readonly after: readonly string[];
  /** Template of the section to append where none of them exists. */
  readonly section: string;
  /** An older event that goes when none of its calls is left. */
  readonly removes?: { readonly name: string; readonly line: string; readonly follows: string };
}

/** An upstream commit that a recipe's commit stands on. */
export interface PrecedingCommit {
  readonly commit: string;
  readonly subject: string;
  /** What `git describe --abbrev=10` calls it with upstream's tags. */
  readonly describe: string;
  /** The commit is in a tree that defines this function, or that declares this event, or … */
  readonly sign:
    | { readonly kind: 'function'; readonly names: readonly string[] }
    | { readonly kind: 'event'; readonly name: string }
    /** … or that has this name somewhere in migration.c, … */
    | { readonly kind: 'name'; readonly name: string }
    /** … whose function matches; without that function the commit has nothing to change. */
    | { readonly kind: 'code'; readonly function: string; readonly pattern: RegExp };
}

/** One upstream commit as calls of one tracepoint at named moments. */
export interface Recipe {
  readonly kind: 'checkpoints';
  readonly name: string;
  readonly commit: string;
  /** The first release with the commit, and the first tag: what distributions put into a patch's header. */
  readonly release: string;
  readonly tag: string;
  readonly subject: string;
  /** Template with our own words on it, for a repository that does not hold the commit. */
  readonly message: string;
  /** The function that a checkpoint calls, and its templates. */
  readonly call: { readonly function: string; readonly template: string; readonly guarded: string };
  /** The header that declares it, as spelled between the quotes. */
  readonly include: string;
  readonly event: EventChange;
  /** Conditions that a place may stand under. */
  readonly enclosing: readonly RegExp[];
  /** Conditions that a place may stand behind although its anchor is under them. */
  readonly cascade: readonly RegExp[];
  /** Functions whose outermost loop is the migration itself. */
  readonly mainLoops: readonly string[];
  /** Pairs of names, earlier and later, that hold wherever both are in one function. */
  readonly order: readonly (readonly [string, string])[];
  readonly checkpoints: readonly Checkpoint[];
  /** How migrations run through the code, and what fires in each. */
  readonly flow: FlowCatalogue;
  /** The series it ends, in order: in a tree without them calls go elsewhere, or figures are missing. */
  readonly precededBy: readonly PrecedingCommit[];
  /** Later upstream corrections that `--fixes` carries. */
  readonly fixes: readonly {
    readonly commit: string;
    readonly subject: string;
    readonly checkpoint: string;
  }[];
  /** Names that are written otherwise in upstream's message. */
  readonly misspellings: Readonly<Record<string, string>>;
}
