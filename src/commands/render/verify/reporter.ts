import type { VerifyResult } from '../../../verify/result.js';
import type { VerifyOptions } from '../../verify-options.js';

/** Shows what came of a verification. */
export type VerifyReporter = (
  result: VerifyResult,
  options: Pick<VerifyOptions, 'color' | 'output'>,
) => string;
