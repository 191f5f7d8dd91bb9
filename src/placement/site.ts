import type { Placement, Slot } from '../catalogue/recipe.js';
import type { Gap } from '../csource/gap.js';
import type { ParsedFunction } from '../csource/source-file.js';
import type { SyntaxNode } from '../csource/syntax.js';
import type { ExistingCall } from './existing-calls.js';

/** How a call gets to its place. */
export type Form =
  /** Between two statements. */
  | 'between'
  /** The same, wrapped in an `if`. */
  | 'guarded'
  /** The anchor's call is an `if` condition: its result moves to a local, the call goes behind. */
  | 'hoist'
  /** The anchor is a body without braces: it gets them. */
  | 'brace'
  /** The anchor's call is what is returned: it moves to a local that is returned behind the call. */
  | 'return'
  /** An older tracepoint's call takes the new name. */
  | 'rename';

/** The place of one call. */
export interface Site {
  readonly paths: Slot['path'][];
  readonly placement: Placement;
  readonly function: ParsedFunction;
  readonly form: Form;
  /** What the placement looks for: a call, an assignment, a loop; the body where it is the function's begin or end. */
  readonly anchor: SyntaxNode;
  /** The statement beside which the call goes. */
  readonly statement: SyntaxNode;
  /** The room it goes into; undefined for the forms that first have to make it. */
  readonly gap: Gap | undefined;
  /** The room that `--fixes` prefers, where it is another. */
  readonly fixedGap: Gap | undefined;
  /** `--fixes` prefers the body of a guard, and that has no braces. */
  readonly fixedNeedsBraces: boolean;
  /** The older tracepoint's call, for a rename. */
  readonly older: SyntaxNode | undefined;
}

/** A site with the call that is there already. */
export interface SurveyedSite extends Site {
  readonly existing: ExistingCall | undefined;
  /** The call stands where `--fixes` wants it, not where upstream's commit put it. */
  readonly existingIsFixed: boolean;
}

/** Why one placement did not hold, for the message of an unplaced checkpoint. */
export interface NearMiss {
  readonly placement: Placement;
  readonly function: string;
  readonly line: number;
  readonly offset: number;
  readonly reason: string;
  /** What shows that the function may be of another generation than the placement. */
  readonly lacks: 'generation' | 'anchor' | undefined;
}
