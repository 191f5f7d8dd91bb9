import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bytesOf, copyOf, factsOf, fixtureNames } from '../support/fixture-trees.js';
import { codesIn } from '../support/place-of.js';
import { cli } from '../support/run-cli.js';
import { scratchSpace } from '../support/scratch-space.js';
import { expectUntouched, stateOf } from '../support/tree-state.js';

/** On every fixture tree: apply, apply again, revert; and the dry run's diff taken by git and by patch. */
const space = scratchSpace();

/** Trees whose checkpoints are upstream's own, or would be told from them by nothing. */
const hasOwn = (name: string): boolean => /^[KLM]/.test(name);
const isReversible = (name: string): boolean => !hasOwn(name) && !name.startsWith('J4');

describe.concurrent('apply, apply again, revert', () => {
  it.each(fixtureNames)('%s', async (name) => {
    const root = copyOf(name, join(space, `trip-${name}`));
    const before = bytesOf(root);
    const fresh = stateOf(root);
    const checked = await cli(['apply', '--check', root]);
    expect(checked.code).toBe(hasOwn(name) ? 0 : 1);
    expectUntouched(root, fresh);

    const first = await cli(['apply', root]);
    expect(first.code).toBe(0);
    expect(first.stderr).toBe('');
    const calls = Object.values(factsOf(name).sites).reduce((sum, count) => sum + count, 0);
    expect(first.stdout).toMatch(
      hasOwn(name) ? /^nothing to do$/m : new RegExp(`^${calls} calls in \\d files? written$`, 'm'),
    );

    const written = stateOf(root);
    const again = await cli(['apply', root]);
    expect(again.code).toBe(0);
    expect(again.stdout).toMatch(/^nothing to do$/m);
    expect((await cli(['apply', '--check', root])).code).toBe(0);
    expectUntouched(root, written);

    const back = await cli(['revert', root]);
    if (isReversible(name)) {
      expect(back.code).toBe(0);
      expect(back.stdout).toContain(`${calls} calls in `);
      expect(bytesOf(root)).toEqual(before);
      expect(Object.keys(stateOf(root))).toEqual(Object.keys(fresh));
      expect((await cli(['revert', root])).stdout).toContain('no checkpoints to take out');
    } else {
      expect(back.code).toBe(3);
      expect(codesIn(back.stderr)).toEqual(['upstreams-own']);
      expectUntouched(root, written);
    }
  });
});

describe.concurrent('the diff of a dry run', () => {
  it.each(fixtureNames.filter((name) => !hasOwn(name)))('%s', async (name) => {
    const applied = copyOf(name, join(space, `applied-${name}`));
    const fresh = stateOf(applied);
    const dry = await cli(['apply', '--dry-run', applied]);
    expect(dry.code).toBe(0);
    expectUntouched(applied, fresh);
    expect(dry.stdout.startsWith('--- a/')).toBe(true);
    expect(dry.stderr).toMatch(/dry run, nothing written$/m);
    await cli(['apply', applied]);
    const diff = join(space, `${name}.diff`);
    writeFileSync(diff, dry.out);

    const byGit = copyOf(name, join(space, `git-${name}`));
    // Below a repository git apply would look for the paths from its top.
    const env = { ...process.env, GIT_CEILING_DIRECTORIES: space };
    const applying = execFileSync('git', ['apply', '--verbose', '--whitespace=error-all', diff], {
      cwd: byGit,
      env,
      stdio: 'pipe',
      encoding: 'utf8',
    });
    expect(applying).not.toMatch(/offset|fuzz/);
    expect(bytesOf(byGit)).toEqual(bytesOf(applied));

    const byPatch = copyOf(name, join(space, `patch-${name}`));
    const patching = execFileSync('patch', ['-p1', '--fuzz=0', '-i', diff], {
      cwd: byPatch,
      encoding: 'utf8',
    });
    expect(patching).not.toMatch(/offset|fuzz|\.orig|\.rej/);
    expect(bytesOf(byPatch)).toEqual(bytesOf(applied));
    expect(Object.keys(stateOf(byPatch))).toEqual(Object.keys(fresh));

    const undo = await cli(['revert', '--dry-run', applied]);
    if (!isReversible(name)) return;
    writeFileSync(`${diff}.undo`, undo.out);
    execFileSync('patch', ['-p1', '--fuzz=0', '-i', `${diff}.undo`], { cwd: byPatch, stdio: 'pipe' });
    expect(bytesOf(byPatch)).toEqual(bytesOf(copyOf(name, join(space, `untouched-${name}`))));
  });
});
