import { join } from 'node:path';

/** This program as users run it. */
export const CLI = join(import.meta.dirname, '../../dist/cli.js');

/** Why nothing of it can be measured where it is not there. */
export const NOT_BUILT = 'dist/cli.js is not there; run npm run build';
