/**
 * Writes the marked changes once and reports how it went. Argument 3: `wait-at:STEP` stops at a step until a
 * line comes on stdin (the test sends a signal meanwhile); otherwise nothing.
 */
import { readSync } from 'node:fs';
import { Failure } from '../../../src/problem/problem.js';
import { writeFiles } from '../../../src/tree/write/write-files.js';
import { MARKED_CHANGES } from './marked-changes.js';

const [root, wait] = process.argv.slice(2);
if (root === undefined) throw new Error('root missing');
let waited = false;
// Somebody else's handler must not be able to end the process in the middle of a write.
process.on('SIGINT', () => process.exit(99));

try {
  await writeFiles(root, MARKED_CHANGES, {
    onStep: (step) => {
      if (wait !== `wait-at:${step}` || waited) return;
      waited = true;
      process.stdout.write('waiting\n');
      readSync(0, Buffer.alloc(1));
    },
  });
  process.stdout.write('written\n');
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  process.stdout.write(`${error.problems[0]?.code ?? ''}\n`);
  process.exitCode = error.exitCode;
}
