import type { VerifyResult } from '../../../verify/result.js';
import type { VerifyOptions } from '../../verify-options.js';

/** How it is shown. */
interface VerifyView extends Pick<VerifyOptions, 'color' | 'output'> {
  /** What `report` says of each migration in a line, by mode. */
  readonly headlines?: ReadonlyMap<string, string>;
}

/** Shows what came of a verification. */
export type VerifyReporter = (result: VerifyResult, view: VerifyView) => string;
