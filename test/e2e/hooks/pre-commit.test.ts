import { copyFileSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { copyOf, rewrite } from '../../support/fixture-trees.js';
import { commitAll, git } from '../../support/git-scene.js';
import { cli } from '../../support/run-cli.js';
import { scratchFolder } from '../../tree/write/scratch-tree.js';
import { CALL, cleanTree, MIGRATION, putBack } from '../lint/lint-scene.js';
import { comment, HOOKS, hookedRepository, misplace, touchOther, withHooks } from './hooks-scene.js';

const hooked = () => hookedRepository(['pre-commit']);

describe('the pre-commit hook', () => {
  it('lets a commit pass whose checkpoints are right, without a word', async () => {
    const { root, git: run, starts } = await hooked();
    comment(root);
    expect(await run('commit', '--quiet', '-am', 'fine')).toMatchObject({ code: 0, stdout: '', stderr: '' });
    expect(starts()).toBe(1);
  });

  it('refuses a misplaced call, and shows it', async () => {
    const { root, git: run } = await hooked();
    const head = git(root, 'rev-parse', 'HEAD');
    misplace(root);
    const { code, stderr } = await run('commit', '-am', 'wrong');
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^migration\/migration\.c:\d+:5: error: dst-precopy-bh-announced .* \[misplaced\]$/m,
    );
    expect(stderr).toMatch(/^1 error, 0 warnings, 0 notes$/m);
    expect(stderr).toContain('refused, for what is staged; git commit --no-verify');
    expect(git(root, 'rev-parse', 'HEAD')).toBe(head);
    expect((await run('commit', '--quiet', '--no-verify', '-am', 'wrong')).code).toBe(0);
  });

  it('does not start the program where no file with checkpoints changes', async () => {
    const { root, git: run, starts } = await hooked();
    touchOther(root);
    misplace(root);
    git(root, 'add', 'README');
    expect((await run('commit', '--quiet', '-m', 'other')).code).toBe(0);
    expect((await run('commit', '--quiet', '--amend', '-m', 'words')).code).toBe(0);
    expect(starts()).toBe(0);
  });

  it('looks at the index, not at the work tree', async () => {
    const { root, git: run } = await hooked();
    misplace(root);
    git(root, 'add', '.');
    putBack(root);
    expect((await run('commit', '-m', 'wrong in the index alone')).code).toBe(1);
    git(root, 'reset', '--quiet');
    comment(root);
    git(root, 'add', '.');
    misplace(root);
    expect((await run('commit', '--quiet', '-m', 'wrong in the work tree alone')).code).toBe(0);
    expect(git(root, 'status', '--short')).toBe(` M ${MIGRATION}`);
  });

  it('looks at what a commit of named files holds, and leaves the index as it was', async () => {
    const { root, git: run } = await hooked();
    touchOther(root);
    git(root, 'add', 'README');
    misplace(root);
    expect((await run('commit', '-m', 'wrong', MIGRATION)).code).toBe(1);
    expect(git(root, 'status', '--short')).toBe(`A  README\n M ${MIGRATION}`);
  });

  it('lets a revert of the whole port pass, says so, and refuses half of one', async () => {
    const { root, git: run, starts } = await hooked();
    const ported = git(root, 'rev-parse', 'HEAD');
    expect((await cli(['revert', root])).code).toBe(0);
    const whole = await run('commit', '--quiet', '-am', 'all gone');
    expect(whole).toMatchObject({
      ...{ code: 0, stdout: '' },
      stderr:
        'qemu-downtime: note: this commit takes out all checkpoints, and leaves nothing of them to look at\n',
    });
    expect(starts()).toBe(0);
    const bare = git(root, 'rev-parse', 'HEAD');
    for (const path of git(root, 'diff', '--name-only', ported, bare).split('\n')) {
      git(root, 'reset', '--quiet', '--hard', ported);
      git(root, 'restore', '--source', bare, '--staged', '--worktree', '.');
      git(root, 'restore', '--source', ported, '--staged', '--worktree', path);
      const half = await run('commit', '-am', 'half gone');
      expect([half.code, half.stderr], path).toEqual([
        1,
        expect.stringContaining('refused, for what is staged'),
      ]);
    }
  });

  it('passes over trees that have no checkpoints, until they have', async () => {
    const unported = copyOf('C-2.4');
    commitAll(unported);
    const other = withHooks(unported, ['pre-commit']);
    comment(unported);
    expect(await other.git('commit', '--quiet', '-am', 'not ported')).toMatchObject({ code: 0, stderr: '' });
    expect(other.starts()).toBe(0);
    const before = git(unported, 'rev-parse', 'HEAD');
    expect((await cli(['apply', unported])).code).toBe(0);
    misplace(unported);
    git(unported, 'add', '.');
    git(unported, 'restore', '--source', before, '--worktree', '.');
    expect((await other.git('commit', '-m', 'ported in the index alone')).code).toBe(1);
  });

  it('refuses a commit that takes a file away', async () => {
    const { root, git: run } = await hooked();
    rmSync(join(root, MIGRATION));
    const { code, stderr } = await run('commit', '-am', 'gone');
    expect(code).toBe(1);
    expect(stderr).toContain('[not-a-qemu-tree]');
  });

  it('works in a linked work tree, and for a merge as pre-merge-commit', async () => {
    const { root, run, git: runGit } = await hooked();
    const first = scratchFolder();
    git(root, 'worktree', 'add', '--quiet', '-b', 'side', join(first, 'linked'));
    const linked = join(first, 'linked');
    misplace(linked);
    expect((await run('git', ['-C', linked, 'commit', '-am', 'wrong'])).code).toBe(1);
    expect((await run('git', ['-C', linked, 'commit', '--quiet', '--no-verify', '-am', 'wrong'])).code).toBe(
      0,
    );
    copyFileSync(join(HOOKS, 'pre-commit'), join(root, '.git/hooks/pre-merge-commit'));
    const merge = await runGit('merge', '--no-ff', '-m', 'merge', 'side');
    expect(merge.code).not.toBe(0);
    expect(merge.stderr).toContain('[misplaced]');
  });

  it('looks at a first commit', async () => {
    const root = scratchFolder();
    await cleanTree(root);
    misplace(root);
    git(root, 'init', '--quiet', '--object-format=sha256');
    git(root, 'config', 'user.name', 'Una User');
    git(root, 'config', 'user.email', 'una@example.org');
    const { git: run } = withHooks(root, ['pre-commit']);
    git(root, 'add', '.');
    expect((await run('commit', '-m', 'wrong')).code).toBe(1);
    putBack(root);
    expect((await run('commit', '--quiet', '-am', 'right')).code).toBe(0);
  });

  it('takes the baseline from the index too, where it is there', async () => {
    const { root, git: run } = await hooked();
    misplace(root);
    expect((await cli(['lint', '--write-baseline', join(root, 'known.json'), root])).code).toBe(0);
    git(root, 'config', 'qemu-downtime.baseline', 'known.json');
    git(root, 'add', MIGRATION);
    expect((await run('commit', '--quiet', '-m', 'known by the file')).code).toBe(0);
    git(root, 'reset', '--quiet', '--soft', 'HEAD~');
    git(root, 'add', 'known.json');
    writeFileSync(join(root, 'known.json'), 'other');
    expect(await run('commit', '--quiet', '-m', 'known by the index')).toMatchObject({ code: 0, stderr: '' });
    rmSync(join(root, 'known.json'));
    git(root, 'rm', '--quiet', '--cached', 'known.json');
    comment(root);
    const lost = await run('commit', '-am', 'a baseline that is nowhere');
    expect(lost.code).toBe(1);
    expect(lost.stderr).toContain('known.json');
  });

  it('finds a baseline in .git from a linked work tree and a submodule, where .git is a file', async () => {
    const { root, run } = await hooked();
    misplace(root);
    expect((await run('qemu-downtime', ['lint', '--write-baseline', '.git/known.json'])).code).toBe(0);
    putBack(root);
    git(root, 'config', 'qemu-downtime.baseline', '.git/known.json');
    const linked = join(scratchFolder(), 'linked');
    git(root, 'worktree', 'add', '--quiet', '-b', 'side', linked);
    misplace(linked);
    const known = await run('git', ['-C', linked, 'commit', '--quiet', '-am', 'known']);
    expect(known).toMatchObject({ code: 0, stderr: '' });

    const around = scratchFolder();
    git(around, 'init', '--quiet');
    git(around, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', root, 'qemu');
    const inside = join(around, 'qemu');
    git(inside, 'config', 'user.name', 'Una User');
    git(inside, 'config', 'user.email', 'una@example.org');
    git(inside, 'config', 'qemu-downtime.baseline', '.git/known.json');
    const other = withHooks(inside, ['pre-commit']);
    copyFileSync(join(root, '.git/known.json'), join(around, '.git/modules/qemu/known.json'));
    misplace(inside);
    expect(await other.git('commit', '--quiet', '-am', 'known')).toMatchObject({ code: 0, stderr: '' });
  });

  it('shows what a baseline in .git holds no more, such as upstream’s own doubles', async () => {
    const root = copyOf('I-7.2');
    expect((await cli(['apply', root])).code).toBe(0);
    commitAll(root);
    const { git: runGit, run } = withHooks(root, ['pre-commit']);
    const stopped = '            trace_vmstate_downtime_checkpoint("src-vm-stopped");\n';
    const spoil = (): void =>
      rewrite(root, MIGRATION, (text) =>
        text.replace(stopped, '').replace(/^ +bool disks_too/m, `${stopped}$&`),
      );
    spoil();
    expect((await runGit('commit', '-am', 'with the known ones')).stderr).toMatch(
      /\[fires-twice\][\s\S]*\n1 error, 2 warnings, 0 notes\n/,
    );
    git(root, 'reset', '--quiet', '--hard');
    expect((await run('qemu-downtime', ['lint', '--write-baseline', '.git/known.json'])).code).toBe(0);
    git(root, 'config', 'qemu-downtime.baseline', '.git/known.json');
    spoil();
    const { code, stderr } = await runGit('commit', '-am', 'without them');
    expect(code).toBe(1);
    expect(stderr).toMatch(/\[misplaced\][\s\S]*\n1 error, 0 warnings, 0 notes; 2 known from the baseline\n/);
    expect(stderr).not.toContain('[fires-twice]');
    expect(git(root, 'status', '--short').trim()).toBe(`M ${MIGRATION}`);
  });

  it('takes recipe and folder from git’s configuration', async () => {
    const { root, git: run } = await hooked();
    comment(root);
    git(root, 'config', 'qemu-downtime.recipe', 'per-device');
    const { code, stderr } = await run('commit', '-am', 'no events of devices');
    expect(code).toBe(1);
    expect(stderr).toContain('[change-unplaced]');
    git(root, 'config', 'qemu-downtime.recipe', '$(touch planted)');
    expect((await run('commit', '-am', 'hostile')).code).toBe(1);
    expect(git(root, 'status', '--short')).not.toContain('planted');
    git(root, 'config', '--unset', 'qemu-downtime.recipe');

    mkdirSync(join(root, 'vendor'));
    for (const name of ['migration', 'trace-events', 'VERSION'])
      renameSync(join(root, name), join(root, 'vendor', name));
    git(root, 'add', '.');
    git(root, 'commit', '--quiet', '--no-verify', '-m', 'elsewhere');
    rewrite(root, `vendor/${MIGRATION}`, (text) => text.replace(CALL, ''));
    expect((await run('commit', '--quiet', '--dry-run', '-am', 'x')).code).toBe(0);
    git(root, 'config', 'qemu-downtime.tree', 'vendor/');
    expect((await run('commit', '-am', 'wrong in the folder')).code).toBe(1);
  });

  it('says where the program is missing, and takes one that git’s configuration names', async () => {
    const { root, run } = await hooked();
    comment(root);
    const bare = { PATH: '/usr/bin:/bin' };
    const missing = await run('git', ['commit', '-am', 'fine'], bare);
    expect(missing.code).toBe(1);
    expect(missing.stderr).toContain('no program qemu-downtime here: git config qemu-downtime.program says');
    const named = join(scratchFolder(), 'a program');
    writeFileSync(named, '#!/bin/sh\nexit 0\n', { mode: 0o755 });
    git(root, 'config', 'qemu-downtime.program', named);
    expect((await run('git', ['commit', '--quiet', '-am', 'fine'], bare)).code).toBe(0);
  });

  it('makes the same object of the same tree, and no ref', async () => {
    const { root, git: run } = await hooked();
    const refs = git(root, 'for-each-ref');
    misplace(root);
    git(root, 'config', 'commit.gpgsign', 'true');
    git(root, 'config', 'gpg.program', '/bin/false');
    await run('commit', '-am', 'wrong');
    const objects = git(root, 'count-objects');
    await run('commit', '-am', 'wrong');
    expect(git(root, 'count-objects')).toBe(objects);
    expect(git(root, 'for-each-ref')).toBe(refs);
  });
});
