import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { addBranch } from '../../support/branches-scene.js';
import { copyOf, FIXTURES, rewrite } from '../../support/fixture-trees.js';
import { commitAll, git } from '../../support/git-scene.js';
import { cli } from '../../support/run-cli.js';
import { scratchFolder } from '../../tree/write/scratch-tree.js';
import { cleanTree, MIGRATION, misplacedTree, putBack } from '../lint/lint-scene.js';
import {
  comment,
  type HookedRepository,
  hookedRepository,
  misplace,
  touchOther,
  withHooks,
} from './hooks-scene.js';

interface Scene extends HookedRepository {
  /** Pushes refspecs, as a user does. */
  readonly push: (...refspecs: string[]) => ReturnType<HookedRepository['git']>;
  /** The refs of the remote. */
  readonly remote: () => string[];
}

/** The repository with the hook, and a bare one that it pushes to. */
function withRemote(hooked: HookedRepository, format = 'sha1'): Scene {
  const bare = join(scratchFolder(), 'bare');
  git(hooked.root, 'init', '--quiet', '--bare', `--object-format=${format}`, bare);
  git(hooked.root, 'remote', 'add', 'origin', bare);
  return {
    ...hooked,
    push: (...refspecs) => hooked.git('push', '--quiet', 'origin', ...refspecs),
    remote: () => git(bare, 'for-each-ref', '--format=%(refname)').split('\n').filter(Boolean),
  };
}

const scene = async (): Promise<Scene> => withRemote(await hookedRepository(['pre-push']));

describe('the pre-push hook', () => {
  it('lets a new branch and an update pass whose checkpoints are right, without a word', async () => {
    const { root, push, remote, starts } = await scene();
    expect(await push('main')).toMatchObject({ code: 0, stdout: '', stderr: '' });
    comment(root);
    git(root, 'commit', '--quiet', '-am', 'fine');
    expect(await push('main')).toMatchObject({ code: 0, stdout: '', stderr: '' });
    expect(remote()).toEqual(['refs/heads/main']);
    expect(starts()).toBe(2);
  });

  it('refuses a misplaced call, and shows what is wrong on which ref', async () => {
    const { root, git: run, push, remote } = await scene();
    misplace(root);
    git(root, 'commit', '--quiet', '-am', 'wrong');
    putBack(root);
    const tip = git(root, 'rev-parse', 'HEAD').slice(0, 12);
    const { code, stderr } = await push('main:topic');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^migration\/migration\.c:\d+:5: error: .* \[misplaced\]$/m);
    expect(stderr).toContain(`qemu-downtime: refused, for refs/heads/topic (${tip}); git push --no-verify`);
    expect(remote()).toEqual([]);
    expect((await run('push', '--quiet', '--no-verify', 'origin', 'main:topic')).code).toBe(0);
  });

  it('looks at every ref of a push, and pushes none where one is wrong', async () => {
    const { root, push, remote, starts } = await scene();
    addBranch(root, 'same', join(FIXTURES, 'C-2.4'));
    addBranch(root, 'fleet/bad', await misplacedTree());
    git(root, 'branch', 'again', 'fleet/bad');
    git(root, 'tag', '-a', '-m', 'bad', 'v1', 'fleet/bad');
    const { code, stderr } = await push('--all');
    expect(code).toBe(1);
    expect(stderr).toContain('refs/heads/again');
    expect(stderr).not.toContain('refs/heads/main');
    expect(remote()).toEqual([]);
    // One tip, however many refs; the tree that was never ported is passed over.
    expect(starts()).toBe(2);
    expect((await push('v1')).stderr).toContain('refused, for refs/tags/v1');
  });

  it('passes over deletions, trees that are no QEMU, tags of files, and files that the remote has', async () => {
    const { root, git: run, push, remote, starts } = await scene();
    misplace(root);
    git(root, 'commit', '--quiet', '-am', 'wrong');
    await run('push', '--quiet', '--no-verify', 'origin', 'main', 'main:gone');
    touchOther(root);
    git(root, 'add', 'README');
    git(root, 'commit', '--quiet', '-m', 'other');
    git(root, 'tag', 'file', 'HEAD:VERSION');
    const empty = scratchFolder();
    writeFileSync(join(empty, 'page'), 'text');
    addBranch(root, 'pages', empty);
    expect((await push('main', ':gone', 'file', 'pages')).code).toBe(0);
    expect(remote()).toEqual(['refs/heads/main', 'refs/heads/pages', 'refs/tags/file']);
    expect(starts()).toBe(0);
  });

  it('looks where the remote has something that is not here, and where checkpoints go', async () => {
    const { root, git: run, push, starts } = await scene();
    const first = git(root, 'rev-parse', 'HEAD');
    comment(root);
    git(root, 'commit', '--quiet', '-am', 'to be forgotten');
    await push('main');
    git(root, 'reset', '--quiet', '--hard', first);
    git(root, 'update-ref', '-d', 'refs/remotes/origin/main');
    git(root, 'reflog', 'expire', '--expire=now', '--all');
    git(root, 'prune', '--expire=now');
    expect((await push('+main')).code).toBe(0);
    expect(starts()).toBe(2);
    expect((await cli(['revert', root])).code).toBe(0);
    git(root, 'commit', '--quiet', '-am', 'all gone');
    // A new branch is held against what the remote has of its history.
    const fresh = await run('push', '--quiet', 'origin', 'main:refs/heads/fresh');
    expect([fresh.code, fresh.stderr]).toEqual([
      0,
      expect.stringMatching(/^qemu-downtime: note: .* any more/),
    ]);
    git(root, 'update-ref', '-d', 'refs/remotes/origin/fresh');
    const { code, stderr } = await run('push', '--quiet', 'origin', 'main');
    expect([code, stderr.replace(/\([0-9a-f]+\)/, '(…)')]).toEqual([
      0,
      'qemu-downtime: note: refs/heads/main (…) has no checkpoint any more, and nothing of them to look at\n',
    ]);
    expect(starts()).toBe(2);
  });

  it('refuses half a revert', async () => {
    const { root, git: run, push } = await scene();
    expect((await push('main')).code).toBe(0);
    rewrite(root, MIGRATION, (text) => text.replace(/^.*vmstate_downtime_checkpoint.*\n/gm, ''));
    git(root, 'commit', '--quiet', '-am', 'half gone');
    const { code, stderr } = await run('push', '--quiet', 'origin', 'main');
    expect(code).toBe(1);
    expect(stderr).toContain('[missing-checkpoint]');
  });

  it.each(['$(>planted)', '`>planted`', "a'b", 'a"b;>planted', '-n', '%s%n', 'ünï/ö', '&&x'])(
    'is not taken in by a ref called %s',
    async (name) => {
      const { root, push, remote } = await scene();
      git(root, 'update-ref', `refs/heads/${name}`, 'HEAD');
      expect((await push(`refs/heads/${name}`)).code).toBe(0);
      const bad = addBranch(root, 'bad', await misplacedTree());
      git(root, 'update-ref', `refs/heads/${name}`, bad);
      const { code, stderr } = await push(`+refs/heads/${name}`);
      expect(code).toBe(1);
      expect(stderr).toContain(`refused, for refs/heads/${name} (${bad.slice(0, 12)});`);
      expect(remote()).toEqual([`refs/heads/${name}`]);
      expect(git(root, 'status', '--short')).toBe('');
    },
  );

  it('reads a source of the push that has blanks', async () => {
    const { root, push } = await scene();
    misplace(root);
    git(root, 'commit', '--quiet', '-am', 'wrong one');
    const { code, stderr } = await push('main@{0 days ago}:refs/heads/x');
    expect(code).toBe(1);
    expect(stderr).toContain('refused, for refs/heads/x (');
  });

  it('takes the baseline of the commit that is pushed', async () => {
    const { root, push } = await scene();
    misplace(root);
    expect((await cli(['lint', '--write-baseline', join(root, 'known.json'), root])).code).toBe(0);
    git(root, 'config', 'qemu-downtime.baseline', 'known.json');
    git(root, 'commit', '--quiet', '-am', 'wrong');
    expect((await push('main:by-file')).code).toBe(0);
    git(root, 'add', 'known.json');
    git(root, 'commit', '--quiet', '-m', 'baseline');
    git(root, 'rm', '--quiet', 'known.json');
    expect(await push('main:by-commit')).toMatchObject({ code: 0, stderr: '' });
  });

  it('finds a baseline in .git from a linked work tree, where .git is a file', async () => {
    const { root, run } = await scene();
    misplace(root);
    expect((await run('qemu-downtime', ['lint', '--write-baseline', '.git/known.json'])).code).toBe(0);
    git(root, 'config', 'qemu-downtime.baseline', '.git/known.json');
    git(root, 'commit', '--quiet', '-am', 'wrong');
    const linked = join(scratchFolder(), 'linked');
    git(root, 'worktree', 'add', '--quiet', '-b', 'side', linked);
    const pushed = await run('git', ['-C', linked, 'push', '--quiet', 'origin', 'side']);
    expect(pushed).toMatchObject({ code: 0, stderr: '' });
  });

  it('takes from git’s configuration what is grave enough', async () => {
    const tree = copyOf('I-7.2');
    expect((await cli(['apply', tree])).code).toBe(0);
    commitAll(tree);
    const { root, push } = withRemote(withHooks(tree, ['pre-push']));
    expect((await push('main')).code).toBe(0);
    git(root, 'config', 'qemu-downtime.failOn', 'warning');
    const { code, stderr } = await push('main:strict');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^0 errors, \d+ warnings/m);
  });

  it('knows zeros and ids of SHA-256', async () => {
    const root = scratchFolder();
    await cleanTree(root);
    git(root, 'init', '--quiet', '--initial-branch=main', '--object-format=sha256');
    commitAll(root);
    const { push, remote } = withRemote(withHooks(root, ['pre-push']), 'sha256');
    expect((await push('main', 'main:other')).code).toBe(0);
    expect((await push(':other')).code).toBe(0);
    expect(remote()).toEqual(['refs/heads/main']);
    misplace(root);
    git(root, 'commit', '--quiet', '-am', 'wrong');
    expect((await push('main')).code).toBe(1);
  });
});
