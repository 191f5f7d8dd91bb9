import { type HeldSignals, letSignalsIn } from './signals.js';

/** The points between which a write may be cut off, in their order. */
type WriteStep =
  | 'locked'
  | 'temp-written'
  | 'journal-written'
  | 'renamed'
  | 'undo-prepared'
  | 'folders-synced'
  | 'journal-removed'
  | 'swept'
  | 'unlocked';

/** Watches a write. Tests use it to cut the run off, or to change files in between. */
export interface StepOptions {
  readonly onStep?: (step: WriteStep, path?: string) => void;
}

/** Announces that a step is done, then says whether a signal asked to stop. */
export type Announce = (step: WriteStep, path?: string) => Promise<boolean>;

/** Makes the announcer of one run. */
export function announcer(options: StepOptions, signals: HeldSignals): Announce {
  return async (step, path) => {
    options.onStep?.(step, path);
    await letSignalsIn();
    return signals.caught;
  };
}
