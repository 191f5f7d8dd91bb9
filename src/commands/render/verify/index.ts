import type { VerifyOptions } from '../../verify-options.js';
import { json } from './json.js';
import { junit } from './junit.js';
import type { VerifyReporter } from './reporter.js';
import { text } from './text.js';

export const verifyReporters: Readonly<Record<VerifyOptions['format'], VerifyReporter>> = {
  text,
  json,
  junit,
};
