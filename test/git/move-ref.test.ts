import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { moveRef } from '../../src/git/move-ref.js';
import { configuredHooksOff } from '../../src/git/planted-hooks.js';
import { openRepository } from '../../src/git/repository.js';
import { failureOf } from '../tree/refusal.js';
import { KINDS, repositoryOf } from './kinds-of-repository.js';
import { git, scratchFolder, scratchRepo } from './scratch-repo.js';

const LOG = {
  reason: 'backport: to stable',
  committer: { name: 'Una', email: 'una@example.org', date: '1700000000 +0100' },
};

afterEach(() => {
  vi.unstubAllEnvs();
});

async function move(root: string, ref: string, after: string, before: string | null): Promise<void> {
  await moveRef(await openRepository(root), ref, after, before, LOG);
}

/** A repository with two commits; `main` is at the newer. */
function twoCommits(): { root: string; older: string; newer: string } {
  const root = scratchRepo();
  git(root, 'commit', '--quiet', '--allow-empty', '-m', 'second');
  const [newer = '', older = ''] = git(root, 'rev-parse', 'HEAD', 'HEAD^').split('\n');
  return { root, older, newer };
}

describe('moveRef', () => {
  it.each(KINDS)('makes a ref, and moves it from the value that it has (%s)', async (kind) => {
    const root = repositoryOf(kind);
    const head = git(root, 'rev-parse', 'HEAD');
    const next = git(root, 'commit-tree', '-p', head, '-m', 'next', `${head}^{tree}`);
    await move(root, 'refs/heads/down/time', head, null);
    expect(git(root, 'rev-parse', 'refs/heads/down/time')).toBe(head);
    await move(root, 'refs/heads/down/time', next, head);
    expect(git(root, 'rev-parse', 'refs/heads/down/time')).toBe(next);
    expect(git(root, 'rev-parse', 'HEAD')).toBe(head);
  });

  it('says in the reflog why and who', async () => {
    const { root, older } = twoCommits();
    await move(root, 'refs/heads/new', older, null);
    expect(git(root, 'reflog', '--format=%gs|%gn <%ge>|%gd', '--date=raw', 'new')).toBe(
      'backport: to stable|Una <una@example.org>|new@{1700000000 +0100}',
    );
  });

  it('asks for the configured hooks once for many refs, where it is told them', async () => {
    const { root, older } = twoCommits();
    git(root, 'config', 'hook.evil.command', 'false');
    const folder = scratchFolder();
    const log = join(folder, 'log');
    writeFileSync(join(folder, 'git'), `#!/bin/sh\nPATH=$REAL_PATH\necho "$*" >> ${log}\nexec git "$@"\n`);
    chmodSync(join(folder, 'git'), 0o755);
    const repository = await openRepository(root);
    const hooksOff = await configuredHooksOff(repository);
    vi.stubEnv('REAL_PATH', process.env.PATH);
    vi.stubEnv('PATH', `${folder}:${process.env.PATH}`);
    for (const name of ['a', 'b'])
      await moveRef(repository, `refs/heads/${name}`, older, null, LOG, hooksOff);
    vi.unstubAllEnvs();
    const calls = readFileSync(log, 'utf8').trim().split('\n');
    expect(calls).toHaveLength(2);
    for (const call of calls) expect(call).toMatch(/-c hook\.evil\.enabled=false .*update-ref/);
  });

  describe('leaves the ref and refuses', () => {
    const REFUSED: readonly {
      what: string;
      code: string;
      exit?: number;
      ref?: string;
      found: RegExp;
      scene?: (root: string) => void;
      before?: null | 'older';
    }[] = [
      { what: 'another value', code: 'changed-meanwhile', ref: 'refs/heads/main', found: /main has moved/ },
      {
        what: 'one that is there already',
        code: 'changed-meanwhile',
        ref: 'refs/heads/main',
        before: null,
        found: /main has moved/,
      },
      {
        what: 'one that is gone',
        code: 'changed-meanwhile',
        ref: 'refs/heads/gone',
        found: /gone has moved/,
      },
      {
        what: 'a locked one',
        code: 'ref-locked',
        before: null,
        found: /delete .*\.git\/refs\/heads\/new\.lock$/,
        scene: (root) => writeFileSync(join(root, '.git/refs/heads/new.lock'), ''),
      },
      {
        what: 'one below a branch',
        code: 'ref-in-the-way',
        ref: 'refs/heads/main/new',
        before: null,
        found: /'refs\/heads\/main' exists; cannot create 'refs\/heads\/main\/new'/,
      },
      {
        what: 'one below a packed branch',
        code: 'ref-in-the-way',
        ref: 'refs/heads/main/new',
        before: null,
        found: /'refs\/heads\/main' exists/,
        scene: (root) => git(root, 'pack-refs', '--all'),
      },
      {
        what: 'a folder of branches',
        code: 'ref-in-the-way',
        before: null,
        found: /'refs\/heads\/new\/below' exists; cannot create 'refs\/heads\/new'/,
        scene: (root) => git(root, 'branch', 'new/below'),
      },
      {
        what: 'a folder of packed branches',
        code: 'ref-in-the-way',
        before: null,
        found: /'refs\/heads\/new\/below' exists; cannot create 'refs\/heads\/new'/,
        scene: (root) => {
          git(root, 'branch', 'new/below');
          git(root, 'pack-refs', '--all');
        },
      },
      {
        what: 'a folder with something strange in it',
        code: 'ref-in-the-way',
        before: null,
        found: /there is a non-empty directory/,
        scene: (root) => {
          mkdirSync(join(root, '.git/refs/heads/new'));
          writeFileSync(join(root, '.git/refs/heads/new/stray.lock'), '');
        },
      },
      {
        what: 'one that has become symbolic, and stands for nothing',
        code: 'changed-meanwhile',
        found: /new has moved/,
        scene: (root) => git(root, 'symbolic-ref', 'refs/heads/new', 'refs/heads/elsewhere'),
      },
      {
        what: 'a symbolic one',
        code: 'changed-meanwhile',
        before: null,
        found: /new has moved/,
        scene: (root) => git(root, 'symbolic-ref', 'refs/heads/new', 'refs/heads/main'),
      },
      {
        what: 'one with no id in it',
        code: 'git-failed',
        exit: 4,
        found: /reference broken/,
        scene: (root) => writeFileSync(join(root, '.git/refs/heads/new'), 'junk'),
      },
      {
        what: 'a name that is none',
        code: 'git-failed',
        exit: 4,
        ref: 'refs/heads/a..b',
        before: null,
        found: /bad name/,
      },
    ];

    it.each(REFUSED)('$what', async ({ code, exit = 3, ref = 'refs/heads/new', found, scene, before }) => {
      const { root, older } = twoCommits();
      scene?.(root);
      const refs = git(root, 'for-each-ref');
      const attempt = (): Promise<void> => move(root, ref, older, before === null ? null : older);
      expect(await failureOf(attempt)).toMatchObject({ code, exit });
      await expect(attempt()).rejects.toThrow(found);
      expect(git(root, 'for-each-ref')).toBe(refs);
    });
  });

  it('does not follow a symbolic ref to the branch that it stands for', async () => {
    const { root, older, newer } = twoCommits();
    git(root, 'symbolic-ref', 'refs/heads/unborn', 'refs/heads/elsewhere');
    await move(root, 'refs/heads/unborn', older, null);
    git(root, 'symbolic-ref', 'refs/heads/same', 'refs/heads/main');
    await move(root, 'refs/heads/same', older, newer);
    expect(git(root, 'rev-parse', 'unborn', 'same', 'main')).toBe([older, older, newer].join('\n'));
    expect(() => git(root, 'rev-parse', '--verify', '--quiet', 'elsewhere')).toThrow();
  });

  it('passes on what git says of a repository that may not be written', async () => {
    const { root, older } = twoCommits();
    // As a bind mount of itself, since root may write to any folder. Needs root, and fails without, not skips.
    execFileSync('mount', ['--bind', root, root], { stdio: 'pipe' });
    onTestFinished(() => {
      execFileSync('umount', [root]);
    });
    execFileSync('mount', ['-o', 'remount,bind,ro', root], { stdio: 'pipe' });
    await expect(move(root, 'refs/heads/new', older, null)).rejects.toThrow(
      /Read-only file system.*\[git-failed\]/s,
    );
  });

  it.each(['main', '-d', '--stdin', ''])('does not take %j for the full name of a ref', async (ref) => {
    const { root, older } = twoCommits();
    await expect(move(root, ref, older, null)).rejects.toThrow('not the full name');
  });
});
