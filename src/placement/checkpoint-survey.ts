import type { Checkpoint } from '../catalogue/recipe.js';
import type { Problem } from '../problem/problem.js';
import type { ExistingCall } from './existing-calls.js';
import type { SurveyedSite } from './site.js';

/** Whether a tree has places for a checkpoint: all, none since it has no need of it, or not all. */
export type PlacedStatus = 'placed' | 'not-applicable' | 'unplaced';

/** What a tree has of one checkpoint, and where the rest belongs. */
export interface CheckpointSurvey {
  readonly checkpoint: Checkpoint;
  readonly status: PlacedStatus;
  readonly sites: readonly SurveyedSite[];
  /** Calls of this name that are at none of its places. */
  readonly strays: readonly ExistingCall[];
  readonly problems: readonly Problem[];
}
