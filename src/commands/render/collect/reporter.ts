import type { Collected } from '../../../collect/model.js';
import type { Colours } from '../colour.js';

/** How it is shown. */
interface CollectView {
  /** For text. */
  readonly paint: Colours;
  readonly toolVersion: string;
}

/** Shows what became of all revisions. */
export type CollectReporter = (collected: Collected, view: CollectView) => string;
