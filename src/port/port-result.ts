import type { AnyRecipe } from '../catalogue/any-recipe.js';
import type { PrecedingCommit } from '../catalogue/recipe.js';
import type { Edit } from '../csource/splice.js';
import type { Form } from '../placement/site.js';
import type { Place, Problem } from '../problem/problem.js';
import type { TreeMemory } from './tree-memory.js';

/** What a user may choose about a port. */
export interface PortOptions {
  /** The checkpoints to port; all by default. */
  readonly selected: (name: string) => boolean;
  /** Also carry the later upstream corrections. */
  readonly fixes: boolean;
  /** Keeps what was found out of a tree for the next one. */
  readonly memory?: TreeMemory;
}

/** What became of one checkpoint. The names are those of the JSON contract. */
export type Status =
  | 'inserted'
  | 'replaced'
  | 'moved'
  | 'present'
  | 'skipped'
  | 'not-applicable'
  | 'unplaced';

/** A call in the resulting text. */
export interface PlacedCall {
  readonly file: string;
  /** 1-based line of the call in the resulting file. */
  readonly line: number;
  readonly function: string;
  /** Why there. */
  readonly why: string;
  readonly placement: string;
  /** How this port wrote it; undefined for a call that was there and stays. */
  readonly written?: Form | 'moved';
}

/** The verdict on one checkpoint. */
export interface Verdict {
  readonly name: string;
  readonly status: Status;
  readonly sites: readonly PlacedCall[];
  readonly reason?: string;
}

/** A file's text before and after. Equal where nothing changes. */
export interface FilePlan {
  readonly path: string;
  readonly before: string;
  readonly after: string;
  readonly edits: readonly Edit[];
}

/** What a port does to a tree, proved; or the problems for which it is refused. */
export interface Plan {
  readonly recipe: AnyRecipe;
  readonly verdicts: readonly Verdict[];
  readonly files: readonly FilePlan[];
  readonly problems: readonly Problem[];
  /** The older event, where its declaration stays for uses of it that no checkpoint replaces: the first of them. */
  readonly keptEvent?: { readonly name: string; readonly place: Place };
  /** Commits of the recipe's series that the tree does not have. */
  readonly absent: readonly PrecedingCommit[];
  /** Worth saying, no reason to refuse. */
  readonly notes: readonly string[];
  /** Why the recipe as a whole does nothing here: the tree has it, or has nothing that it could change. */
  readonly skipped?: { readonly status: 'present' | 'not-applicable'; readonly reason: string };
}
