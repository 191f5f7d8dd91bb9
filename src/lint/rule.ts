import type { ChangeRecipe } from '../catalogue/change-recipe.js';
import type { Recipe } from '../catalogue/recipe.js';
import type { ChangesSurvey } from '../changes/survey-changes.js';
import type { ReadTexts, TreeTexts } from '../placement/sources.js';
import type { Survey } from '../placement/survey.js';
import type { Place, Step } from '../problem/problem.js';
import type { FlowFinding } from '../proof/flow-finding.js';
import type { EventCall } from './event-calls.js';
import type { Severity } from './finding.js';

/** What is known of a tree when the rules look at it. */
export interface Examined {
  readonly recipe: Recipe;
  readonly texts: TreeTexts;
  readonly read: ReadTexts;
  /** What the tree has of each checkpoint; absent where a file is not whole. */
  readonly survey?: Survey;
  /** How often and in which order the checkpoints fire. */
  readonly flow: readonly FlowFinding[];
  /** C files of another layout beside those that were read. */
  readonly rivals: readonly string[];
}

/** What a rule found, before anything is known of settings and comments. */
export interface Found {
  readonly place: Place;
  readonly message: string;
  readonly next: string;
  readonly checkpoint?: string | undefined;
  /** The checkpoint that comes too late, where one comes too early. */
  readonly other?: string | undefined;
  readonly path?: readonly Step[];
  /** Of a call that stands elsewhere: the place without a call that it is meant for. */
  readonly belongs?: Place;
  /** Ids of the scenarios that show it. */
  readonly scenarios?: readonly string[];
  /** The rule whose finding of the same checkpoint is mended by what ends this one, too. */
  readonly endsWith?: string;
  /** What mends it. */
  readonly fix?: string | undefined;
  /** Where it is not the rule's own. */
  readonly severity?: Severity;
}

/** What is known of a tree when the rules look at a recipe of changes. */
export interface ExaminedChanges {
  readonly recipe: ChangeRecipe;
  readonly texts: TreeTexts;
  readonly read: ReadTexts;
  /** What the tree has of each change; absent where a file is not whole. */
  readonly survey?: ChangesSurvey;
  /** The calls of the recipe's events that the parser sees. */
  readonly events: readonly EventCall[];
}

/** Something that a tree can have wrong. A rule looks at recipes of checkpoints, at those of changes, or at both. */
export interface Rule {
  /** Stable. */
  readonly id: string;
  readonly severity: Severity;
  /** What it is about, in a few words. */
  readonly summary: string;
  /** Codes by which `apply` tells narrower faults that it finds; else that is the rule's id. */
  readonly codes?: readonly string[];
  readonly check?: (tree: Examined) => readonly Found[];
  readonly checkChanges?: (tree: ExaminedChanges) => readonly Found[];
}
