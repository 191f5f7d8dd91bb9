import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cli } from '../support/run-cli.js';
import { scratchFolder } from '../tree/write/scratch-tree.js';
import { OLDER_TREES, realCopy, textsIn } from './real-tree.js';

/** The usual tools take the dry run's diff, without fuzz or offset, and make of it what `apply` makes. */
describe.each(OLDER_TREES)('the diff for QEMU %s, %s', (release, kind) => {
  async function dryRun() {
    const root = realCopy(release, kind);
    const original = textsIn(root);
    const ran = await cli(['apply', '--dry-run', root]);
    expect(ran.code).toBe(0);
    expect(textsIn(root), 'a dry run writes nothing').toEqual(original);
    const file = join(scratchFolder(), 'port.diff');
    writeFileSync(file, ran.out);
    return { root, file };
  }

  function runIn(folder: string, program: string, ...args: string[]): string {
    // Outside of any repository, git takes the folder for what it is.
    const env = { ...process.env, GIT_CEILING_DIRECTORIES: join(folder, '..'), LC_ALL: 'C' };
    return execFileSync(program, args, { cwd: folder, env, encoding: 'utf8', stdio: 'pipe' });
  }

  async function appliedCopy() {
    const root = realCopy(release, kind);
    expect((await cli(['apply', root])).code).toBe(0);
    return textsIn(root);
  }

  test('git apply takes it', async () => {
    const { root, file } = await dryRun();
    runIn(root, 'git', 'apply', '--check', file);
    runIn(root, 'git', 'apply', file);
    expect(textsIn(root)).toEqual(await appliedCopy());
  });

  test('patch takes it', async () => {
    const { root, file } = await dryRun();
    const said = runIn(root, 'patch', '-p1', '--dry-run', '--batch', '-i', file);
    expect(said).not.toMatch(/fuzz|offset/);
    runIn(root, 'patch', '-p1', '--batch', '-i', file);
    expect(textsIn(root)).toEqual(await appliedCopy());
  });
});
