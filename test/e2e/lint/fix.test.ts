import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bytesOf, copyOf, rewrite } from '../../support/fixture-trees.js';
import { codesIn } from '../../support/place-of.js';
import { cli } from '../../support/run-cli.js';
import { expectUntouched, stateOf } from '../../support/tree-state.js';
import { cleanTree, MIGRATION, misplacedTree } from './lint-scene.js';

const MENDED = 'note: the tree was mended as by apply; revert takes it back\n';

describe('lint --fix', () => {
  it.each(['A-1.0', 'C-2.4', 'F-4.1', 'I-7.2'])('does to %s what apply does', async (name) => {
    const [root, applied] = [copyOf(name), copyOf(name)];
    const found = await cli(['lint', root]);
    expect(found.stdout).toMatch(/^\d+ errors, 0 warnings, 0 notes; --fix mends \d+$/m);
    const run = await cli(['lint', '--fix', root]);
    expect(run.stderr).toBe(MENDED);
    expect(run.stdout).not.toContain('[missing-checkpoint]');
    await cli(['apply', applied]);
    expect(bytesOf(root)).toEqual(bytesOf(applied));
  });

  it('leaves a tree clean that only lacked checkpoints, and revert takes it back', async () => {
    const root = copyOf('C-2.4');
    const before = bytesOf(root);
    const run = await cli(['lint', '--fix', root]);
    expect([run.code, run.stdout]).toEqual([0, 'clean\n']);
    expect((await cli(['revert', root])).code).toBe(0);
    expect(bytesOf(root)).toEqual(before);
  });

  it('mends the event and the include that calls lack', async () => {
    const root = await cleanTree();
    const before = bytesOf(root);
    rewrite(root, 'trace-events', (text) => text.replace(/^vmstate_downtime_checkpoint.*\n/m, ''));
    const run = await cli(['lint', root]);
    expect([run.code, run.stdout.match(/\[[a-z-]+\]$/gm)]).toEqual([1, ['[event-missing]']]);
    expect(run.stdout).toContain('; --fix mends 1');
    const fixed = await cli(['lint', '--fix', root]);
    expect([fixed.code, fixed.stdout, fixed.stderr]).toEqual([0, 'clean\n', MENDED]);
    expect(Object.keys(bytesOf(root))).toEqual(Object.keys(before));
  });

  it('has nothing to do in a tree that is right', async () => {
    const root = await cleanTree();
    const before = stateOf(root);
    const run = await cli(['lint', '--fix', root]);
    expect([run.code, run.stdout, run.stderr]).toEqual([0, 'clean\n', 'note: nothing to mend\n']);
    expectUntouched(root, before);
  });

  it('leaves every byte of a tree that apply refuses, and says so beside the findings', async () => {
    const root = await misplacedTree();
    expect((await cli(['apply', root])).code).toBe(3);
    const before = stateOf(root);
    const run = await cli(['lint', '--fix', root]);
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(/^note: nothing was mended, since apply refuses the tree as it is: .*\n$/);
    expect(run.stdout).toMatch(/\[misplaced\]$/m);
    expect(run.stdout).not.toContain('--fix mends');
    expectUntouched(root, before);
  });

  it('leaves a file that is not whole', async () => {
    const root = await cleanTree();
    rewrite(root, MIGRATION, (text) => `${text}\n>>>>>>> theirs\n`);
    const before = stateOf(root);
    const run = await cli(['lint', '--fix', root]);
    expect([run.code, run.stdout.match(/\[[a-z-]+\]$/gm)]).toEqual([1, ['[conflict-marker]']]);
    expect(run.stderr).toMatch(/^note: nothing was mended/);
    expectUntouched(root, before);
  });

  it('respects the lock of another run; lint alone does not ask for it', async () => {
    const root = copyOf('C-2.4');
    writeFileSync(join(root, '.qemu-downtime.lock'), 'mine\n');
    const before = stateOf(root);
    const run = await cli(['lint', '--fix', root]);
    expect([run.code, codesIn(run.stderr)]).toEqual([3, ['foreign-lock']]);
    expect((await cli(['lint', root])).code).toBe(1);
    expectUntouched(root, before);
  });
});
