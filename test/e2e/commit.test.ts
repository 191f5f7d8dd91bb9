import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bytesOf, copyOf, rewrite } from '../support/fixture-trees.js';
import { commitAll, git } from '../support/git-scene.js';
import { expectRefused } from '../support/place-of.js';
import { cli, plainEnvironment } from '../support/run-cli.js';
import { expectUntouched, stateOf } from '../support/tree-state.js';
import { putFiles, scratchFolder } from '../tree/write/scratch-tree.js';

function repository(name = 'H-6.2'): string {
  const root = copyOf(name);
  commitAll(root);
  return root;
}

/** The trailers of the last commit, as git reads them. */
const trailers = (root: string): string =>
  execFileSync('git', ['interpret-trailers', '--parse'], {
    cwd: root,
    env: plainEnvironment(),
    input: git(root, 'log', '-1', '--format=%B'),
    encoding: 'utf8',
  }).trim();

const TARGETS = ['migration/migration.c', 'migration/savevm.c', 'migration/trace-events'];

describe('apply --commit', () => {
  it('makes one commit with the content that apply writes, and a clean status', async () => {
    const root = repository();
    const parent = git(root, 'rev-parse', 'HEAD');
    const run = await cli(['apply', '--commit', root]);
    expect(run.stderr).toBe('');
    expect(run.code).toBe(0);
    const head = git(root, 'rev-parse', 'HEAD');
    expect(run.stdout).toMatch(new RegExp(`^20 calls in 3 files, committed as ${head}$`, 'm'));
    expect(git(root, 'rev-parse', 'HEAD^')).toBe(parent);
    expect(git(root, 'symbolic-ref', 'HEAD')).toBe('refs/heads/main');
    expect(git(root, 'status', '--porcelain')).toBe('');
    expect(git(root, 'diff', '--name-only', 'HEAD^').split('\n')).toEqual(TARGETS);
    git(root, 'fsck', '--strict');
    const plain = copyOf('H-6.2');
    await cli(['apply', plain]);
    expect(bytesOf(root)).toEqual(bytesOf(plain));
    for (const path of TARGETS)
      expect(`${git(root, 'show', `HEAD:${path}`)}\n`).toBe(readFileSync(join(plain, path), 'utf8'));
    const again = await cli(['apply', '--commit', root]);
    expect(again.code).toBe(0);
    expect(again.stdout).toMatch(/^nothing to do$/m);
    expect(git(root, 'rev-parse', 'HEAD')).toBe(head);
  });

  it('onto a port that lacks calls, says which it adds, and claims nothing of upstream’s', async () => {
    const root = repository();
    await cli(['apply', '--commit', '--only', 'src-*', root]);
    expect((await cli(['apply', '--commit', root])).code).toBe(0);
    const message = git(root, 'log', '-1', '--format=%an%n%B');
    expect(message).toMatch(/^Una User\nComplete "migration: Add tracepoints for downtime checkpoints"\n/);
    expect(message).toContain('\n* adds dst-precopy-bh-enter in process_incoming_migration_bh:');
    expect(message).not.toContain('cherry picked');
  });

  it('says in the message where it comes from and where each call went', async () => {
    const root = repository();
    await cli(['apply', '--commit', '--signoff', root]);
    const message = git(root, 'log', '-1', '--format=%B');
    expect(message.split('\n')[0]).toBe('migration: Add tracepoints for downtime checkpoints');
    expect(message).toContain('(cherry picked from commit 3e5f3bcdc281fed483b5bbe72050b63d4b41abf5)');
    expect(message).toMatch(
      /^ {2}src-vm-stopped in migration_completion, postcopy_start: after the\n {3}guest stopped$/m,
    );
    expect(message.trimEnd().split('\n').at(-1)).toBe('Signed-off-by: Una User <una@example.org>');
    expect(git(root, 'log', '-1', '--format=%an %cn')).toBe('Una User Una User');
  });

  it('keeps the trailers together, with the note among them', async () => {
    const root = repository();
    await cli(['apply', '--commit', '--signoff', root]);
    const raw = git(root, 'log', '-1', '--format=%B').trimEnd();
    const paragraphs = raw.split(/\n{2,}/);
    expect(paragraphs.at(-1)).toMatch(
      /^\(cherry picked from commit 3e5f3bcdc281fed483b5bbe72050b63d4b41abf5\)\n \[qemu-downtime: 20 calls in 3 files, [^[]*\]\nSigned-off-by: Una User <una@example\.org>$/,
    );
    expect(trailers(root)).toBe('Signed-off-by: Una User <una@example.org>');
    // As the user whom the repository's settings name.
    execFileSync('git', ['commit', '--quiet', '--amend', '--signoff', '--no-edit'], {
      cwd: root,
      env: plainEnvironment(),
    });
    expect(git(root, 'log', '-1', '--format=%B').trimEnd()).toBe(raw);
  });

  it('without --signoff, git’s own goes into the same paragraph', async () => {
    const root = repository();
    await cli(['apply', '--commit', root]);
    execFileSync('git', ['commit', '--quiet', '--amend', '--signoff', '--no-edit'], {
      cwd: root,
      env: plainEnvironment(),
    });
    expect(git(root, 'log', '-1', '--format=%B')).toMatch(
      /\n\n\(cherry picked from commit \w+\)\n \[[^\]]+\]\nSigned-off-by: Una User <una@example\.org>\s*$/,
    );
  });

  it('the note has what this commit adds, the corrections and the choice', async () => {
    const root = repository();
    await cli(['apply', '--commit', '--only', 'src-vm-stopped', root]);
    const first = git(root, 'log', '-1', '--format=%B');
    expect(first).toContain('[qemu-downtime: 1 of the 14 checkpoints, 3 calls in 2 files,');
    expect(first).not.toContain('src-downtime-end');
    await cli(['apply', '--commit', '--fixes', root]);
    const second = git(root, 'log', '-1', '--format=%B');
    expect(second).toContain('[qemu-downtime: 17 calls in 2 files]');
    expect(second).not.toContain('src-vm-stopped in');
    expect(second.replace(/\s+/g, ' ')).toMatch(
      / \* brings 812145fcf7 migration: Avoid two src-downtime-end tracepoints for postcopy \[/,
    );
    expect(second.split('\n').filter((line) => line.length > 75 && !line.startsWith('  v8.1.0-'))).toEqual(
      [],
    );
  });

  it('takes identity and settings from where the user keeps them', async () => {
    const root = repository();
    git(root, 'config', '--unset', 'user.name');
    git(root, 'config', '--unset', 'user.email');
    const file = join(scratchFolder(), 'settings');
    writeFileSync(file, '[user]\n\tname = Glo Bal\n\temail = glo@example.org\n[commit]\n\tgpgsign = true\n');
    const args = ['apply', '--commit', '--signoff', root];
    const run = await cli(args, { env: { GIT_CONFIG_GLOBAL: file, GIT_CONFIG_NOSYSTEM: '1' } });
    expect([run.code, run.stderr]).toEqual([0, 'note: commits made here are never signed\n']);
    const who = '--format=%an <%ae>|%cn <%ce>|%G?';
    expect(git(root, 'log', '-1', who)).toBe('Glo Bal <glo@example.org>|Glo Bal <glo@example.org>|N');
    expect(trailers(root)).toBe('Signed-off-by: Glo Bal <glo@example.org>');
    expect(git(root, 'reflog', '-1', '--format=%gn')).toBe('Glo Bal');
    const env = {
      GIT_CONFIG_COUNT: '2',
      GIT_CONFIG_KEY_0: 'user.name',
      GIT_CONFIG_VALUE_0: 'Cou Nted',
      GIT_CONFIG_KEY_1: 'user.email',
      GIT_CONFIG_VALUE_1: 'cou@example.org',
      GIT_AUTHOR_NAME: 'Au Thor',
    };
    const back = await cli(['revert', '--commit', root], { env });
    expect([back.code, back.stderr]).toEqual([0, '']);
    expect(git(root, 'log', '-1', who)).toBe('Au Thor <cou@example.org>|Cou Nted <cou@example.org>|N');
  });

  it('starts no program that the user’s settings name', async () => {
    const root = repository();
    const folder = scratchFolder();
    const canary = join(folder, 'ran');
    const program = join(folder, 'program');
    writeFileSync(program, `#!/bin/sh\necho "$0 $*" >> ${canary}\n`);
    chmodSync(program, 0o755);
    const file = join(folder, 'settings');
    writeFileSync(
      file,
      `[core]\n\tfsmonitor = ${program}\n\thooksPath = ${folder}\n\teditor = ${program}\n\tpager = ${program}\n[gpg]\n\tprogram = ${program}\n[commit]\n\tgpgsign = true\n[hook "x"]\n\tcommand = ${program}\n\tevent = reference-transaction\n`,
    );
    for (const command of ['apply', 'revert']) {
      const run = await cli([command, '--commit', root], { env: { GIT_CONFIG_GLOBAL: file } });
      expect([run.code, run.stderr]).toEqual([0, 'note: commits made here are never signed\n']);
    }
    expect(existsSync(canary)).toBe(false);
  });

  it('refuses where the change is in the files already but not in a commit', async () => {
    const root = repository();
    await cli(['apply', root]);
    const before = stateOf(root);
    const modified = await cli(['apply', '--commit', root]);
    expectRefused(modified, 'modified', 'migration/migration.c: ');
    expect(modified.stderr).toContain('or revert first, then run with --commit');
    expectUntouched(root, before);
    git(root, 'add', '.');
    expectRefused(await cli(['apply', '--commit', root]), 'staged', 'migration/migration.c: ');
    git(root, 'commit', '--quiet', '-m', 'by hand');
    const head = git(root, 'rev-parse', 'HEAD');
    const same = await cli(['apply', '--commit', root]);
    expect([same.code, same.stderr]).toEqual([0, '']);
    expect(same.stdout).toMatch(/^nothing to do$/m);
    await cli(['revert', root]);
    const back = await cli(['revert', '--commit', root]);
    expectRefused(back, 'modified', 'migration/migration.c: ');
    expect(back.stderr).toContain('or apply first, then run with --commit');
    git(root, 'reset', '--quiet', '--hard', 'HEAD^');
    expect((await cli(['revert', '--commit', root])).code).toBe(0);
    expect(git(root, 'rev-parse', `${head}^`)).toBe(git(root, 'rev-parse', 'HEAD'));
  });

  it('works on a detached HEAD, and names the commit in JSON', async () => {
    const root = repository();
    git(root, 'checkout', '--quiet', '--detach');
    const run = await cli(['apply', '--commit', '--format', 'json', root]);
    const document = JSON.parse(run.stdout);
    expect(document.written).toBe(true);
    expect(git(root, 'rev-parse', 'HEAD')).toBe(document.commit);
    expect(git(root, 'rev-parse', 'HEAD^')).toBe(git(root, 'rev-parse', 'main'));
    expect(git(root, 'status', '--porcelain')).toBe('');
    expect(git(root, 'ls-tree', 'HEAD', 'migration/savevm.c')).toContain(
      document.files.find((file: { path: string }) => file.path === 'migration/savevm.c').after,
    );
  });

  it('names blobs by SHA-256 where the repository does', async () => {
    const root = copyOf('H-6.2');
    git(root, 'init', '--quiet', '--object-format=sha256');
    const document = JSON.parse((await cli(['apply', '--dry-run', '--format', 'json', root])).stdout);
    for (const file of document.files) {
      expect(file.before).toBe(git(root, 'hash-object', file.path));
      expect(file.after).toMatch(/^[0-9a-f]{64}$/);
    }
  });

  it('revert --commit takes it back in a commit of its own', async () => {
    const root = repository();
    await cli(['apply', '--commit', root]);
    const run = await cli(['revert', '--commit', root]);
    expect(run.code).toBe(0);
    expect(git(root, 'rev-parse', 'HEAD^{tree}')).toBe(git(root, 'rev-parse', 'HEAD~2^{tree}'));
    expect(git(root, 'log', '-1', '--format=%s')).toBe(
      'Revert "migration: Add tracepoints for downtime checkpoints"',
    );
    expect(git(root, 'status', '--porcelain')).toBe('');
  });

  it('leaves other changes as they are, staged or not', async () => {
    const root = repository();
    writeFileSync(join(root, 'main.c'), '/* mine */\n');
    writeFileSync(join(root, 'staged'), 'staged\n');
    git(root, 'add', 'staged');
    expect((await cli(['apply', '--commit', root])).code).toBe(0);
    expect(git(root, 'status', '--porcelain').split('\n')).toEqual([' M main.c', 'A  staged']);
    expect(git(root, 'diff', '--name-only', 'HEAD^', 'HEAD').split('\n')).toEqual(TARGETS);
  });

  const REFUSED: readonly { what: string; code: string; place: string; scene: (root: string) => unknown }[] =
    [
      {
        what: 'a modified target',
        code: 'modified',
        place: 'migration/savevm.c: ',
        scene: (root) => rewrite(root, 'migration/savevm.c', (text) => `${text}\n/* mine */\n`),
      },
      {
        what: 'a staged target',
        code: 'staged',
        place: 'migration/migration.c: ',
        scene: (root) => {
          rewrite(root, 'migration/migration.c', (text) => `${text}\n/* mine */\n`);
          git(root, 'add', '.');
        },
      },
      {
        what: 'a target that git does not track',
        code: 'not-tracked',
        place: 'migration/trace-events: ',
        scene: (root) => {
          git(root, 'rm', '--quiet', '--cached', 'migration/trace-events');
          git(root, 'commit', '--quiet', '-m', 'untracked');
        },
      },
      {
        what: 'a merge under way',
        code: 'operation-in-progress',
        place: 'MERGE_HEAD',
        scene: (root) => putFiles(root, { '.git/MERGE_HEAD': `${git(root, 'rev-parse', 'HEAD')}\n` }),
      },
      {
        what: 'a rebase under way',
        code: 'operation-in-progress',
        place: 'rebase',
        scene: (root) => putFiles(root, { '.git/rebase-merge/head-name': 'refs/heads/main\n' }),
      },
    ];

  it.each(REFUSED)('refuses $what', async ({ code, place, scene }) => {
    const root = repository();
    scene(root);
    const before = stateOf(root);
    expectRefused(await cli(['apply', '--commit', root]), code, place);
    const after = Object.entries(stateOf(root)).filter(([path]) => !path.startsWith('.git/objects/'));
    expect(after).toEqual(Object.entries(before).filter(([path]) => !path.startsWith('.git/objects/')));
  });

  it('refuses a tree without git', async () => {
    const root = copyOf('H-6.2');
    const before = stateOf(root);
    expectRefused(await cli(['apply', '--commit', root]), 'not-a-git-tree', root);
    expectUntouched(root, before);
  });

  it('takes a dirty target without --commit: the plan holds on it', async () => {
    const root = repository();
    rewrite(root, 'migration/savevm.c', (text) => `${text}\n/* mine */\n`);
    expect((await cli(['apply', root])).code).toBe(0);
    expect(readFileSync(join(root, 'migration/savevm.c'), 'utf8')).toMatch(/\n\/\* mine \*\/\n$/);
    expect(git(root, 'diff', '--stat', 'HEAD', '--', ...TARGETS)).toContain('3 files changed');
    expect((await cli(['revert', root])).code).toBe(0);
    expect(git(root, 'status', '--porcelain')).toBe(' M migration/savevm.c');
  });

  it('runs nothing that a hostile repository has planted', async () => {
    const root = repository();
    const folder = scratchFolder();
    const canary = join(folder, 'ran');
    const program = join(folder, 'program');
    writeFileSync(program, `#!/bin/sh\necho "$0 $*" >> ${canary}\ncat\n`);
    chmodSync(program, 0o755);
    const hooks = [
      'pre-commit',
      'prepare-commit-msg',
      'commit-msg',
      'post-commit',
      'reference-transaction',
      'post-index-change',
      'post-checkout',
      'pre-push',
      'fsmonitor-watchman',
    ];
    for (const hook of hooks) {
      putFiles(root, { [`.git/hooks/${hook}`]: `#!/bin/sh\necho ${hook} >> ${canary}\n` });
      chmodSync(join(root, '.git/hooks', hook), 0o755);
    }
    const settings: readonly (readonly [string, string])[] = [
      ['core.fsmonitor', program],
      ['core.editor', program],
      ['core.pager', program],
      ['core.sshCommand', program],
      ['core.askPass', program],
      ['sequence.editor', program],
      ['gpg.program', program],
      ['commit.gpgSign', 'true'],
      ['diff.external', program],
      ['diff.evil.textconv', program],
      ['diff.evil.command', program],
      ['filter.evil.clean', program],
      ['filter.evil.smudge', program],
      ['filter.evil.process', program],
      ['filter.evil.required', 'true'],
      ['trailer.sign.command', program],
      ['credential.helper', program],
      ['alias.cat-file', `!${program}`],
      ['hook.evil.command', program],
      ['hook.evil.event', 'reference-transaction'],
      ['remote.origin.uploadpack', program],
      ['remote.origin.promisor', 'true'],
      ['remote.origin.url', `ext::${program}`],
      ['protocol.ext.allow', 'always'],
    ];
    putFiles(root, { '.git/info/attributes': '* filter=evil diff=evil\n' });
    for (const [key, value] of settings) git(root, 'config', key, value);
    // A careless git would set it off.
    try {
      git(root, 'status');
    } catch {}
    expect(existsSync(canary), 'the trap is live').toBe(true);
    writeFileSync(canary, '');
    const index = readFileSync(join(root, '.git/index'));
    expect(index.length).toBeGreaterThan(0);
    const run = await cli(['apply', '--commit', '--signoff', root]);
    expect(readFileSync(canary, 'utf8')).toBe('');
    expect(run.stderr).toBe('note: commits made here are never signed\n');
    expect(run.code).toBe(0);
    const back = await cli(['revert', '--commit', root]);
    expect(back.code).toBe(0);
    expect(readFileSync(canary, 'utf8')).toBe('');
  });

  it('says what is missing where there is no git, or no identity', async () => {
    const root = repository();
    const before = stateOf(root);
    const none = await cli(['apply', '--commit', root], { env: { PATH: scratchFolder() } });
    expect(none.code).toBe(4);
    expect(none.stderr).toContain('[no-git]');
    expectUntouched(root, before);
    expect((await cli(['apply', '--check', root], { env: { PATH: scratchFolder() } })).code).toBe(1);
    git(root, 'config', '--unset', 'user.email');
    git(root, 'config', 'user.useConfigOnly', 'true');
    const nobody = await cli(['apply', '--commit', root]);
    expect(nobody.code).toBe(4);
    expect(nobody.stderr).toContain('[no-identity]');
    expect(git(root, 'status', '--porcelain')).toBe('');
  });
});
