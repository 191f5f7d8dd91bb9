import type { VerifyResult } from '../../../verify/result.js';
import type { Colours } from '../colour.js';

/** How it is shown. */
interface VerifyView {
  /** For text. */
  readonly paint: Colours;
  /** What `report` says of each migration in a line, by mode. */
  readonly headlines?: ReadonlyMap<string, string>;
}

/** Shows what came of a verification. */
export type VerifyReporter = (result: VerifyResult, view: VerifyView) => string;
