import type { Place, Step } from '../problem/problem.js';

/** How grave a finding is. */
export type Severity = 'error' | 'warning' | 'note';

/** What a change would do to a file: one range of whole lines replaced. */
export interface LineChange {
  readonly file: string;
  /** 1-based number of the first line that goes. */
  readonly line: number;
  /** The lines that go, one character a byte; the last one without its line end. */
  readonly before: string;
  /** The lines that come in their place; the last one without its line end. */
  readonly after: string;
}

/** Something that is wrong, or worth knowing, about a tree's checkpoints. */
export interface Finding {
  /** Stable id of the rule. */
  readonly rule: string;
  readonly severity: Severity;
  /** The checkpoint that it is about, if it is about one. */
  readonly checkpoint?: string | undefined;
  /** Ids of the scenarios that show it; empty where the code alone does. */
  readonly scenarios: readonly string[];
  /** Path relative to the tree. */
  readonly file: string;
  /** 1-based; absent where the finding is about the file as a whole. */
  readonly line?: number | undefined;
  /** 1-based, in characters of the line; absent where the whole line is meant. */
  readonly column?: number | undefined;
  readonly function?: string | undefined;
  /** What is found, one sentence without a full stop. */
  readonly message: string;
  /** What to do, one sentence without a full stop. */
  readonly next: string;
  /** The path through the code that shows it, outermost call first; empty where none is needed. */
  readonly path: readonly Step[];
  /** The option that mends it: `--fix`, or `--fixes`; absent where a person has to. */
  readonly fix?: string | undefined;
  /** The source line, one character a byte; absent where there is no line. */
  readonly source?: string | undefined;
  /** What tells the finding from others over time; the same when lines above it change. Hex. */
  readonly fingerprint: string;
}

/** A call that is wrong, and alone keeps `--fix` from mending the rest of a tree, if need be with others. */
export interface WrongCall {
  /** The name that it has; where that is no string, the call as it is written, one character a byte. */
  readonly name: string;
  readonly place: Place;
  /** What to write in the place of a name with a slip; absent where the call is to be deleted. */
  readonly write?: string;
  /** No finding tells of it, since a comment, a baseline or a setting leaves it out. */
  readonly isLeftOut?: true;
}

/** How a tree has a recipe. */
export interface RecipeState {
  readonly recipe: string;
  /** It has all of it, and nothing wrong in it. */
  readonly isRight: boolean;
  /** What is wrong first. */
  readonly reason?: string | undefined;
  readonly sites: readonly {
    readonly name: string;
    readonly file: string;
    readonly line: number;
    readonly function: string;
  }[];
}

/** What lint found in one tree. */
export interface LintResult {
  /** The tree as the user named it. */
  readonly tree: string;
  /** What its VERSION says. */
  readonly version: string | undefined;
  /** The revision as the user named it, where the tree is one of a repository. */
  readonly revision: string | undefined;
  /** In the order of files and lines; without those that are suppressed, in the baseline, or off. */
  readonly findings: readonly Finding[];
  /** How many were left out because a comment in the source suppresses them. */
  readonly suppressed: number;
  /** How many were left out because the baseline holds them. */
  readonly known: number;
  /** Fingerprints in the baseline of which the tree shows that they are gone. */
  readonly stale: ReadonlySet<string>;
  /** How the tree has each recipe; absent where it is looked at for the default alone. */
  readonly recipes?: readonly RecipeState[];
  /** What `--fix` would change; empty where it can mend nothing. */
  readonly changes: readonly LineChange[];
  /** Calls that keep it from mending what is missing; empty where it can, where nothing is missing, or where more is in its way. */
  readonly wrongCalls: readonly WrongCall[];
}
