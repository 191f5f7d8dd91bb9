import type { FileChange } from '../../../src/tree/write/ready-to-replace.js';

/** The three targets with old and new bytes, as a plan would give them. */
export const MARKED_CHANGES: readonly FileChange[] = [
  'migration/migration.c',
  'migration/savevm.c',
  'migration/trace-events',
].map((path) => ({ path, before: Buffer.from(`old ${path}\n`), after: Buffer.from(`new ${path}\nmore\n`) }));
