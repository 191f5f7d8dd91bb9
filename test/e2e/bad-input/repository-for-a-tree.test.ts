import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryWith } from '../../support/branches-scene.js';
import { copyOf } from '../../support/fixture-trees.js';
import { commitAll, git } from '../../support/git-scene.js';
import { codesIn, expectRefused } from '../../support/place-of.js';
import { cli } from '../../support/run-cli.js';
import { scratchFolder } from '../../tree/write/scratch-tree.js';

/** A repository where a folder with QEMU's files is asked for: refused, with the command that works on it. */

/** A checkout of a QEMU tree that has everything committed. */
function checkout(): string {
  const root = copyOf('C-2.4');
  commitAll(root);
  return root;
}

function cloned(root: string, ...options: string[]): string {
  const clone = join(scratchFolder(), 'a clone');
  git(root, '-c', 'uploadpack.allowFilter=true', 'clone', '--quiet', ...options, `file://${root}`, clone);
  return clone;
}

const nextOf = (stderr: string): string => / {2}next: (.*)$/m.exec(stderr)?.[1] ?? '';

describe('a bare repository', () => {
  it.each([
    ['lint', (bare: string) => `name revisions of it: qemu-downtime lint '${bare}' --rev HEAD`],
    ['lint --fix', (bare: string) => `port revisions of it: qemu-downtime backport '${bare}' --onto HEAD`],
    ['apply', (bare: string) => `port revisions of it: qemu-downtime backport '${bare}' --onto HEAD`],
    ['apply --check', (bare: string) => `name revisions of it: qemu-downtime lint '${bare}' --rev HEAD`],
    ['revert', (bare: string) => `clone it for its files: git clone '${bare}' qemu`],
    ['verify', (bare: string) => `name a revision of it: qemu-downtime verify '${bare}' --rev HEAD`],
  ])('has %s say what to do with that', async (command, next) => {
    const bare = cloned(checkout(), '--bare');
    const run = await cli([...command.split(' '), bare]);
    expectRefused(run, 'not-a-qemu-tree', 'is a git repository without a work tree');
    expect(nextOf(run.stderr)).toBe(next(bare));
  });

  it('whose HEAD is not QEMU’s is told where the names of revisions are', async () => {
    const bare = cloned(repositoryWith(['C-2.4']), '--bare');
    const { stderr } = await cli(['lint', bare]);
    expect(nextOf(stderr)).toBe(
      `name revisions of it: qemu-downtime lint '${bare}' --rev REV (HEAD is not QEMU’s; git -C '${bare}' for-each-ref lists others)`,
    );
  });

  it('is told of in the document, too', async () => {
    const bare = cloned(checkout(), '--bare');
    for (const command of ['lint', 'apply', 'revert', 'verify']) {
      const { code, stdout } = await cli([command, '--format', 'json', bare]);
      expect([code, JSON.parse(stdout).problems[0].found]).toEqual([
        3,
        `${bare} is a git repository without a work tree`,
      ]);
    }
  });
});

describe('a checkout without its files', () => {
  it.each([[['--no-checkout']], [['--no-checkout', '--filter=blob:none']]])(
    'as git clone makes it with %j, is told how to get them, and what works without',
    async (options) => {
      const clone = cloned(checkout(), ...options);
      const run = await cli(['lint', clone]);
      expectRefused(run, 'not-a-qemu-tree', 'is a git checkout of QEMU without its files');
      const checkOut = `git -C '${clone}' checkout`;
      expect(nextOf(run.stderr)).toBe(
        `check them out: ${checkOut}, or name revisions of it: qemu-downtime lint '${clone}' --rev HEAD`,
      );
      git(clone, 'checkout');
      expect(codesIn((await cli(['lint', clone])).stderr)).toEqual([]);
    },
  );

  it('that is sparse is told how to get the rest', async () => {
    const clone = cloned(checkout());
    git(clone, 'sparse-checkout', 'set', 'docs');
    const run = await cli(['revert', clone]);
    expectRefused(
      run,
      'not-a-qemu-tree',
      'QEMU without the migration’s files (sparse, or they were deleted)',
    );
    expect(nextOf(run.stderr)).toBe(`check them out: git -C '${clone}' sparse-checkout disable`);
    git(clone, 'sparse-checkout', 'disable');
    expect((await cli(['revert', clone])).code).toBe(0);
  });
});

describe('no hint at revisions', () => {
  it('has a checkout of something else', async () => {
    const run = await cli(['lint', repositoryWith(['C-2.4'])]);
    expectRefused(run, 'not-a-qemu-tree', 'has none of: migration/migration.c');
    expect(run.stderr).not.toContain('--rev');
  });

  it('has the .git of a tree, which itself is meant', async () => {
    const root = checkout();
    const run = await cli(['apply', join(root, '.git')]);
    expectRefused(run, 'not-a-qemu-tree', 'none of');
    expect(nextOf(run.stderr)).toBe(`give the top folder of the tree: ${root}`);
  });

  it('has a folder that only looks like a checkout', async () => {
    const root = checkout();
    for (const path of ['migration', '.git/HEAD']) rmSync(join(root, path), { recursive: true });
    const run = await cli(['lint', root]);
    expectRefused(run, 'not-a-qemu-tree', 'has none of: migration/migration.c');
  });
});
