/**
 * Runs one write, recovery or commit and kills itself, by SIGKILL, right before the n-th call that changes anything on
 * the disk. The calls are counted by wrapping node:fs from the outside, so the program itself has no test door.
 * Arguments: write|recover|commit, root, n (0: never). Prints the number of calls when it lives to the end.
 */
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { MARKED_CHANGES } from './marked-changes.js';

const [mode, root, stop] = process.argv.slice(2);
if (root === undefined) throw new Error('root missing');
const fs = createRequire(import.meta.url)('node:fs') as Record<string, unknown>;
let calls = 0;

for (const name of [
  'openSync',
  'writeSync',
  'fsyncSync',
  'fchownSync',
  'fchmodSync',
  'linkSync',
  'unlinkSync',
  'renameSync',
]) {
  const original = fs[name] as (...args: unknown[]) => unknown;
  fs[name] = (...args: unknown[]): unknown => {
    // Opening to read changes nothing on the disk.
    const reads = name === 'openSync' && typeof args[1] === 'number' && (args[1] & 0o3) === 0;
    if (!reads) {
      calls += 1;
      if (calls === Number(stop)) process.kill(process.pid, 'SIGKILL');
    }
    return original(...args);
  };
}
syncBuiltinESMExports();

const { writeFiles } = await import('../../../src/tree/write/write-files.js');
const { commitFiles } = await import('../../../src/git/commit-files.js');
const { recoverTree } = await import('../../../src/tree/write/recover.js');
// Modules loaded above may have used node:fs.
calls = 0;
if (mode === 'commit') await commitFiles({ root, changes: MARKED_CHANGES, message: 'killed\n' });
else if (mode === 'write') await writeFiles(root, MARKED_CHANGES);
else await recoverTree(root);
process.stdout.write(`${calls}\n`);
