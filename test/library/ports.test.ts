import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  type ApplyDocument,
  apply,
  Failure,
  lint,
  type Problem,
  Refusal,
  type RevertDocument,
  revert,
  WrongUsage,
} from '../../src/library/index.js';
import { deviceTree } from '../support/device-tree.js';
import { bytesOf, copyOf, fixtureNames, replaceIn } from '../support/fixture-trees.js';
import { commitAll, git } from '../support/git-scene.js';
import { validators } from '../support/schemas.js';
import { expectUntouched, stateOf } from '../support/tree-state.js';
import { failureOf } from '../tree/refusal.js';
import { putFiles, scratchFolder } from '../tree/write/scratch-tree.js';

const TREE = 'I-7.2';
const MIGRATION = 'migration/migration.c';

/** A tree without a place for src-downtime-start. */
function unfitTree(): string {
  const root = copyOf(TREE);
  replaceIn(root, MIGRATION, 'migration_completion', /vm_stop_force_state/, 'stop_it_somehow');
  return root;
}

describe('apply', () => {
  it.each(fixtureNames)('says of %s what it would do, does it, and then has nothing to do', async (name) => {
    const root = copyOf(name);
    const before = stateOf(root);
    const dry = await apply(root, { dryRun: true });
    expectUntouched(root, before);
    expect(dry.diff !== '').toBe(dry.files.length > 0);
    const done = await apply(root);
    const { diff: _, ...same } = dry;
    expect(done).toEqual({ ...same, written: dry.files.length > 0 });
    expect(done).toSatisfy(validators.apply ?? (() => false));
    expect(await apply(root)).toMatchObject({ written: false, files: [] });
  });

  it('takes some checkpoints, later corrections, other recipes', async () => {
    const root = copyOf(TREE);
    const some = await apply(root, { dryRun: true, only: ['src-*'], fixes: true });
    expect(new Set(some.checkpoints.map(({ status }) => status))).toContain('skipped');
    expect(some.fixes?.map(({ checkpoint }) => checkpoint)).toEqual(['src-downtime-end']);
    const { migration, savevm, events } = deviceTree('device');
    const devices = scratchFolder();
    putFiles(devices, { VERSION: '7.2.0\n' });
    for (const { path, text } of [migration, savevm, events]) putFiles(devices, { [path]: text });
    const ported = await apply(devices, { recipes: ['per-device'] });
    expect(ported.recipes?.map(({ recipe, status }) => [recipe, status])).toEqual([['per-device', 'ported']]);
    expect([ported.written, ported.checkpoints]).toEqual([true, []]);
    expect((await lint(devices, { recipes: ['per-device'] })).results[0]?.errors).toBe(0);
  });

  it('makes a commit', async () => {
    const root = copyOf(TREE);
    commitAll(root);
    const { commit, written } = await apply(root, { commit: true, signoff: true });
    expect([commit, written]).toEqual([git(root, 'rev-parse', 'HEAD'), true]);
  });

  it('throws a refusal with all its reasons, and leaves the tree as it is', async () => {
    const root = unfitTree();
    const before = stateOf(root);
    const error = await apply(root).catch((one: unknown) => one);
    if (!(error instanceof Refusal)) throw error;
    expect(error).toBeInstanceOf(Failure);
    expect([error.name, error.exitCode]).toEqual(['Refusal', 3]);
    expect(error.problems.length).toBeGreaterThan(0);
    expect(error.message).toContain(error.problems[0]?.found);
    expectTypeOf(error.problems).toEqualTypeOf<readonly Problem[]>();
    expectUntouched(root, before);
  });

  it('throws where the folder is no tree, and where options do not go together', async () => {
    expect(await failureOf(() => apply('/nowhere/at/all'))).toMatchObject({ code: 'no-such-tree' });
    const wrong = await apply(copyOf(TREE), { dryRun: true, commit: true }).catch((one: unknown) => one);
    expect(wrong).toBeInstanceOf(WrongUsage);
    expect(await failureOf(() => apply(copyOf(TREE), { only: ['none'] }))).toMatchObject({
      code: 'no-such-checkpoint',
    });
  });

  it('has types', () => {
    expectTypeOf(apply).returns.resolves.toEqualTypeOf<ApplyDocument>();
    expectTypeOf(revert).returns.resolves.toEqualTypeOf<RevertDocument>();
    expectTypeOf<ApplyDocument['schema']>().toEqualTypeOf<'qemu-downtime/apply@1'>();
    // @ts-expect-error no recipe has this name
    expectTypeOf(apply).toBeCallableWith('.', { recipes: ['none'] });
    // @ts-expect-error an option of no function
    expectTypeOf(apply).toBeCallableWith('.', { check: true });
  });
});

describe('revert', () => {
  it('gives back every byte, and says before what it would do', async () => {
    const root = copyOf(TREE);
    const before = bytesOf(root);
    await apply(root);
    const ported = stateOf(root);
    const dry = await revert(root, { dryRun: true });
    expectUntouched(root, ported);
    expect(dry.diff).toContain('-    trace_vmstate_downtime_checkpoint(');
    const done = await revert(root);
    expect(done).toSatisfy(validators.revert ?? (() => false));
    expect(new Set(done.checkpoints.map(({ status }) => status))).toEqual(new Set(['removed']));
    expect(bytesOf(root)).toEqual(before);
  });

  it('throws where the calls are upstream’s own', async () => {
    const root = copyOf('M-10.0');
    const text = readFileSync(join(root, MIGRATION));
    expect(await failureOf(() => revert(root))).toMatchObject({ exit: 3 });
    expect(readFileSync(join(root, MIGRATION))).toEqual(text);
  });
});
