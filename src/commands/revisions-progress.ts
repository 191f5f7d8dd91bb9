import type { WatchRevisions } from '../library/lint-revisions.js';
import { optimizeCodeFor } from './optimizer.js';
import { Progress } from './progress.js';

/** Tells how far a lint of revisions is, and suits V8 to their number. @param quiet without a word */
export function revisionsProgress(quiet: boolean): WatchRevisions {
  let progress: Progress | undefined;
  return {
    begin: (total) => {
      optimizeCodeFor(total);
      progress = new Progress(quiet ? 0 : total, 'revisions');
    },
    at: (done) => progress?.at(done),
    clear: () => progress?.clear(),
  };
}
