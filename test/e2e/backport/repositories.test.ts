import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryWith, restOf } from '../../support/branches-scene.js';
import { git } from '../../support/git-scene.js';
import { cli, plainEnvironment, shell } from '../../support/run-cli.js';
import { stateOf, type TreeState } from '../../support/tree-state.js';
import { scratchFolder } from '../../tree/write/scratch-tree.js';

/** For repositories that have no settings of their own. */
const PERSON = {
  GIT_COMMITTER_NAME: 'U',
  GIT_COMMITTER_EMAIL: 'u@x',
  GIT_AUTHOR_NAME: 'U',
  GIT_AUTHOR_EMAIL: 'u@x',
};

const OURS = /(?:^|\/)(?:logs\/)?refs\/heads\/qemu-downtime(?:\/|$)/;

/** All that is in a repository but new objects and our branches: work tree, index, HEAD, settings, stash, other refs. */
function untouchable(root: string): TreeState {
  const kept = Object.entries(stateOf(root)).filter(
    ([path]) => !/(?:^|\/)objects(?:\/|$)/.test(path) && !OURS.test(path),
  );
  return Object.fromEntries(kept);
}

/** The tree of the port in a plain repository. */
async function expectedTree(format: 'sha1' | 'sha256' = 'sha1'): Promise<string> {
  const root = repositoryWith(['I-7.2'], { format });
  await ported(root);
  return git(root, 'rev-parse', 'qemu-downtime/I-7.2^{tree}');
}

async function ported(root: string, ...args: string[]): Promise<void> {
  const run = await cli(['backport', root, '--onto', 'I-7.2', ...args], {
    env: {
      GIT_COMMITTER_NAME: 'U',
      GIT_COMMITTER_EMAIL: 'u@x',
      GIT_AUTHOR_NAME: 'U',
      GIT_AUTHOR_EMAIL: 'u@x',
    },
  });
  expect(run.code, run.stderr).toBe(0);
}

/** Ports, and expects the right tree in a sound repository of which nothing else has changed. */
async function portsAndKeeps(root: string, around = root): Promise<void> {
  const before = untouchable(around);
  await ported(root);
  expect(untouchable(around)).toEqual(before);
  expect(git(root, 'rev-parse', 'qemu-downtime/I-7.2^{tree}')).toBe(await expectedTree());
  expect(git(root, 'fsck', '--strict', '--no-dangling')).toBe('');
}

describe('backport works, and leaves all else as it was, in', () => {
  it('a work tree with staged, changed and new files, and a stash', async () => {
    const root = repositoryWith(['I-7.2']);
    writeFileSync(join(root, 'mine'), 'stashed\n');
    git(root, 'stash');
    writeFileSync(join(root, 'mine'), 'staged\n');
    git(root, 'add', 'mine');
    writeFileSync(join(root, 'mine'), 'changed\n');
    mkdirSync(join(root, 'migration'));
    writeFileSync(join(root, 'migration/migration.c'), 'not in the commit\n');
    await portsAndKeeps(root);
    expect(git(root, 'stash', 'list')).toContain('stash@{0}');
  });

  it('the middle of a merge, and of a rebase', async () => {
    const root = repositoryWith(['I-7.2']);
    for (const [branch, text] of [
      ['one', '1\n'],
      ['two', '2\n'],
    ] as const) {
      git(root, 'checkout', '--quiet', '-b', branch, 'main');
      writeFileSync(join(root, 'mine'), text);
      git(root, 'commit', '--quiet', '--all', '-m', branch);
    }
    expect(() => git(root, 'merge', 'one')).toThrow();
    await portsAndKeeps(root);
    git(root, 'merge', '--abort');
    git(root, 'branch', '-D', 'qemu-downtime/I-7.2');
    expect(() => git(root, 'rebase', 'one')).toThrow();
    await portsAndKeeps(root);
  });

  it('a bare repository', async () => {
    const bare = join(scratchFolder(), 'bare.git');
    git('/', 'clone', '--quiet', '--bare', repositoryWith(['I-7.2']), bare);
    await portsAndKeeps(bare);
  });

  it('a linked work tree, and a folder in a work tree', async () => {
    const root = repositoryWith(['I-7.2']);
    const linked = join(scratchFolder(), 'linked');
    git(root, 'worktree', 'add', '--quiet', '--detach', linked, 'I-7.2');
    await portsAndKeeps(linked, root);
    git(root, 'branch', '-D', 'qemu-downtime/I-7.2');
    await portsAndKeeps(join(linked, 'migration'), root);
  });

  it('a shallow clone', async () => {
    const clone = join(scratchFolder(), 'shallow');
    const source = repositoryWith(['I-7.2']);
    const more = git(source, 'commit-tree', '-p', 'main', '-p', 'I-7.2', '-m', 'more', 'I-7.2^{tree}');
    git(source, 'update-ref', 'refs/heads/I-7.2', more);
    git('/', 'clone', '--quiet', '--depth=1', '--branch=I-7.2', `file://${source}`, clone);
    expect(readFileSync(join(clone, '.git/shallow'), 'utf8')).not.toBe('');
    await portsAndKeeps(clone);
  });

  it('a repository with SHA-256 ids', async () => {
    const root = repositoryWith(['I-7.2'], { format: 'sha256' });
    const rest = restOf(root);
    const run = await cli(['backport', root, '--onto', 'I-7.2', '--format', 'json']);
    const [result] = JSON.parse(run.stdout).results;
    expect(result.newCommit).toMatch(/^[0-9a-f]{64}$/);
    expect(result.files[0].after).toBe(git(root, 'rev-parse', `${result.newCommit}:${result.files[0].path}`));
    expect(git(root, 'fsck', '--strict', '--no-dangling')).toBe('');
    expect(restOf(root)).toBe(rest);
    git(root, 'checkout', '--quiet', '--detach', 'I-7.2');
    const mail = await cli(['backport', root, '--onto', 'I-7.2', '--as', 'mbox']);
    const file = join(scratchFolder(), 'mbox');
    writeFileSync(file, mail.stdout);
    git(root, 'am', '--quiet', file);
    expect(git(root, 'rev-parse', 'HEAD^{tree}')).toBe(git(root, 'rev-parse', `${result.newCommit}^{tree}`));
  });
});

describe('a partial clone', () => {
  function partial(): { clone: string; source: string } {
    const source = repositoryWith(['I-7.2', 'F-4.1']);
    git(source, 'config', 'uploadpack.allowFilter', 'true');
    git(source, 'config', 'uploadpack.allowAnySHA1InWant', 'true');
    // A blank and a quote, for the command that the message gives.
    const folder = join(scratchFolder(), "it's here");
    mkdirSync(folder);
    const clone = join(folder, 'clone.git');
    git('/', 'clone', '--quiet', '--mirror', '--filter=blob:none', `file://${source}`, clone);
    return { clone, source };
  }

  it('says what is missing and the commands that fetch it; after these it works', async () => {
    const { clone } = partial();
    const before = untouchable(clone);
    const run = await cli(['backport', clone, '--onto', 'I-7.2', '--format', 'json'], { env: PERSON });
    expect(run.code).toBe(4);
    const [result] = JSON.parse(run.stdout).results;
    expect(result).toMatchObject({ status: 'refused', newCommit: null });
    expect(untouchable(clone)).toEqual(before);
    const problems: { code: string; next: string }[] = result.problems;
    expect(problems.length).toBeGreaterThan(2);
    for (const { code, next } of problems) {
      expect(code).toBe('missing-object');
      const command = /`(.*)`/.exec(next)?.[1] ?? '';
      execFileSync('sh', ['-c', command], { env: plainEnvironment(), stdio: 'pipe' });
    }
    await ported(clone);
    expect(git(clone, 'rev-parse', 'qemu-downtime/I-7.2^{tree}')).toBe(await expectedTree());
  });

  it('does not keep revisions back whose files are there', async () => {
    const { clone } = partial();
    for (const path of ['VERSION', 'migration/migration.c', 'migration/savevm.c', 'migration/trace-events'])
      git(clone, 'cat-file', 'blob', `F-4.1:${path}`);
    const run = await cli(['backport', clone, '--onto', 'I-7.2', '--onto', 'F-4.1'], {
      env: {
        GIT_COMMITTER_NAME: 'U',
        GIT_COMMITTER_EMAIL: 'u@x',
        GIT_AUTHOR_NAME: 'U',
        GIT_AUTHOR_EMAIL: 'u@x',
      },
    });
    expect(run.code, run.stderr).toBe(4);
    expect(run.stdout).toMatch(/^I-7\.2 {2}refused .*\nF-4\.1 {2}ported /);
  });
});

describe('what is no repository to work in', () => {
  it('is refused, with a document for scripts', async () => {
    const run = await cli(['backport', scratchFolder(), '--onto', 'HEAD', '--format', 'json']);
    expect(run.code).toBe(3);
    expect(JSON.parse(run.stdout)).toMatchObject({ results: [], problems: [{ code: 'not-a-git-tree' }] });
    const none = await cli(['backport', join(scratchFolder(), 'none'), '--onto', 'HEAD']);
    expect(none.code).toBe(3);
    expect(none.stderr).toMatch(/\[no-such-repository\]/);
  });

  it('somebody else’s is left to git’s own advice', async () => {
    const root = repositoryWith(['I-7.2']);
    execFileSync('chown', ['-R', '12345:12345', root]);
    const run = await cli(['backport', root, '--onto', 'I-7.2']);
    expect(run.code).toBe(4);
    expect(run.stderr).toContain('safe.directory');
  });

  it('without git it says so', async () => {
    const root = repositoryWith(['I-7.2']);
    const run = await shell('PATH=/nowhere; "$@"', ['backport', root, '--onto', 'I-7.2']);
    expect(run.code).toBe(4);
    expect(run.stderr).toMatch(/\[no-git\]/);
  });
});
