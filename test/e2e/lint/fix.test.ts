import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bytesOf, copyOf, rewrite } from '../../support/fixture-trees.js';
import { codesIn } from '../../support/place-of.js';
import { cli } from '../../support/run-cli.js';
import { expectUntouched, stateOf } from '../../support/tree-state.js';
import { scratchFolder } from '../../tree/write/scratch-tree.js';
import { CALL, cleanTree, linted, MIGRATION, misplacedTree } from './lint-scene.js';

const MENDED = 'note: the tree was mended as by apply; revert takes it back\n';
const COMPLETED =
  'note: the tree was mended as by apply; revert takes out all calls, those that were there before as well\n';

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
    expect([fixed.code, fixed.stdout, fixed.stderr]).toEqual([0, 'clean\n', COMPLETED]);
    expect(Object.keys(bytesOf(root))).toEqual(Object.keys(before));
  });

  it('speaks of no revert where that refuses what was there before', async () => {
    const root = await cleanTree();
    rewrite(root, MIGRATION, (text) => text.replace(CALL, CALL.replace('\n', ' /* mine */\n')));
    rewrite(root, 'trace-events', (text) => text.replace(/^vmstate_downtime_checkpoint.*\n/m, ''));
    const fixed = await cli(['lint', '--fix', root]);
    expect([fixed.code, fixed.stderr]).toEqual([0, 'note: the tree was mended as by apply\n']);
    expect((await cli(['revert', root])).code).toBe(3);
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
    const line = readFileSync(join(root, MIGRATION), 'utf8').split(CALL)[0]?.split('\n').length;
    expect(run.stderr).toBe(
      'note: nothing was mended, since apply refuses a tree with calls that stand wrong: delete this call, then --fix mends the rest\n' +
        `  ${MIGRATION}:${line} (process_incoming_migration_co): dst-precopy-bh-announced\n`,
    );
    expect(run.stdout).toMatch(/\[misplaced\]$/m);
    expect(run.stdout).not.toContain('--fix mends');
    expectUntouched(root, before);
    // Without --fix the summary knows it as well, so that nobody has to try.
    const plain = await cli(['lint', root]);
    expect(plain.stdout).toMatch(
      new RegExp(
        `\\n2 errors, .*\\ndelete this call, then --fix mends the rest\\n  ${MIGRATION}:${line} \\(process_incoming_migration_co\\): dst-precopy-bh-announced\\n$`,
      ),
    );
    rewrite(root, MIGRATION, (text) => text.replace(CALL, ''));
    const again = await cli(['lint', '--fix', root]);
    expect([again.code, again.stdout, again.stderr]).toEqual([0, 'clean\n', COMPLETED]);
  });

  it('lists no calls before the rest where there is no rest, with --fix and without', async () => {
    const root = await cleanTree();
    const doubled = '    trace_vmstate_downtime_checkpoint("dst-precopy-bh-enter");\n';
    rewrite(root, MIGRATION, (text) => text.replace(doubled, doubled + doubled));
    const [plain, fixed] = [await cli(['lint', root]), await cli(['lint', '--fix', root])];
    expect([plain.code, plain.stderr]).toEqual([1, '']);
    expect(plain.stdout).toMatch(/next: delete one of the two\n1 error, .*\n$/);
    expect([fixed.code, fixed.stdout]).toEqual([1, plain.stdout]);
    expect(fixed.stderr).toMatch(/^note: nothing was mended, since apply refuses the tree as it is: .*\n$/);
  });

  it('leaves a tree whose trouble is not its calls alone, and says to mend by hand', async () => {
    const root = await misplacedTree();
    rewrite(root, MIGRATION, (text) => text.replaceAll('vm_stop_force_state', 'fleet_stop'));
    const before = stateOf(root);
    const run = await cli(['lint', '--fix', root]);
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(/^note: nothing was mended, since apply refuses the tree as it is: .*\n$/);
    expectUntouched(root, before);
  });

  it('repeats what stops apply and no finding says, with its place and what to do', async () => {
    const root = copyOf('I-7.2');
    const older = 'loadvm_postcopy_handle_run_bh(const char *str) "%s"';
    await cli(['apply', root]);
    rewrite(root, 'migration/savevm.c', (text) =>
      text.replace(
        'trace_vmstate_downtime_checkpoint("dst-postcopy-bh-enter");',
        'trace_loadvm_postcopy_handle_run_bh("enter");',
      ),
    );
    rewrite(root, 'migration/trace-events', (text) => `${text}${older}\n`);
    const line = readFileSync(join(root, 'migration/trace-events'), 'utf8').split('\n').indexOf(older) + 1;
    const before = stateOf(root);
    const run = await cli(['lint', '--fix', root]);
    expect(run.code).toBe(1);
    expect(run.stdout).not.toContain('event-older-moved');
    expect(run.stderr).toMatch(
      new RegExp(
        `^note: nothing was mended, .* first, and what stops apply besides:\nmigration/trace-events:${line}: .* \\[event-older-moved\\]\n  expected: .*\n  next: move the line .*\n$`,
      ),
    );
    expectUntouched(root, before);
  });

  it('repeats what stops apply where a comment suppresses the finding', async () => {
    const root = await cleanTree();
    const doubled = '    trace_vmstate_downtime_checkpoint("dst-precopy-bh-enter");\n';
    rewrite(root, MIGRATION, (text) =>
      text.replace(doubled, `${doubled}    /* qemu-downtime-ignore duplicate: ours */\n${doubled}`),
    );
    rewrite(root, 'trace-events', (text) => text.replace(/^vmstate_downtime_checkpoint/m, 'disable $&'));
    const run = await cli(['lint', '--fix', root]);
    expect(run.stdout).not.toContain('[duplicate]');
    expect(run.stderr).toMatch(
      /besides:\n.* \[duplicate\]\n {2}expected: .*\n {2}next: delete one of the two; the comment in line \d+ that has it ignored counts for lint alone\n$/,
    );
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

describe('lint --fix --dry-run', () => {
  const DRY = 'note: dry run, nothing was written; the findings are those that --fix would leave\n';

  it.each(['A-1.0', 'I-7.2', 'K-8.2'])('shows of %s what --fix does, and what it leaves', async (name) => {
    const [root, mended] = [copyOf(name), copyOf(name)];
    const before = stateOf(root);
    const dry = await cli(['lint', '--fix', '--dry-run', root]);
    expectUntouched(root, before);
    const fixed = await cli(['lint', '--fix', mended]);
    const note = fixed.stderr === MENDED ? DRY : fixed.stderr;
    expect([dry.code, dry.stderr]).toEqual([fixed.code, note + fixed.stdout]);
    expect(dry.stdout).toBe((await cli(['apply', '--dry-run', root])).stdout);
    execFileSync('patch', ['--quiet', '-p1'], { cwd: root, input: dry.out });
    expect(bytesOf(root)).toEqual(bytesOf(mended));
  });

  it('puts the diff into a report in JSON', async () => {
    const root = copyOf('C-2.4');
    const { diff } = await linted(0, ['--fix', '-n', root]);
    expect(diff).toBe((await cli(['apply', '--dry-run', root])).stdout);
    expect((await linted(1, [root])).diff).toBeUndefined();
  });

  it('leaves the reports to files as they are, and is silent on standard output where that is asked', async () => {
    const root = copyOf('C-2.4');
    const file = join(scratchFolder(), 'lint.sarif');
    const run = await cli(['lint', '--fix', '-n', '--format', 'sarif', '-o', file, root]);
    expect(run.stdout).toMatch(/^--- a\/migration/);
    expect(run.stderr).toBe(DRY);
    expect(JSON.parse(readFileSync(file, 'utf8')).runs[0].results).toEqual([]);
    const quiet = await cli(['lint', '--fix', '-n', '--quiet', root]);
    expect([quiet.code, quiet.stdout, quiet.stderr]).toEqual([0, '', DRY]);
  });

  it('changes nothing where apply refuses, and has no diff', async () => {
    const root = await misplacedTree();
    const before = stateOf(root);
    const run = await cli(['lint', '--fix', '-n', root]);
    expect([run.code, run.stdout]).toEqual([1, '']);
    expect(run.stderr).toMatch(/^note: nothing was mended, .*\n {2}migration[\s\S]*\[misplaced\]$/m);
    expect((await linted(1, ['--fix', '-n', root])).diff).toBe('');
    expect((await linted(3, ['--fix', '-n', '/nowhere/at/all'])).diff).toBe('');
    expectUntouched(root, before);
  });
});
