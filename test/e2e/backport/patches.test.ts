import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryWith } from '../../support/branches-scene.js';
import { copyOf, fixtureNames, rewrite } from '../../support/fixture-trees.js';
import { commitAll, git } from '../../support/git-scene.js';
import { cli, plainEnvironment } from '../../support/run-cli.js';
import { scratchFolder } from '../../tree/write/scratch-tree.js';

const older = fixtureNames.filter((name) => !/^[KLM]/.test(name));
const onto = (names: readonly string[]): string[] => names.flatMap((name) => ['--onto', name]);

/** Runs a program in a folder and gives back all that it says. */
function run(folder: string, command: string, ...args: string[]): string {
  return execFileSync(command, args, {
    cwd: folder,
    env: plainEnvironment({ GIT_CONFIG_NOSYSTEM: '1', LC_ALL: 'C' }),
    encoding: 'utf8',
    stdio: 'pipe',
  });
}

async function tool(code: number, ...args: string[]) {
  const result = await cli(['backport', ...args]);
  expect(result.code, result.stderr).toBe(code);
  return result;
}

/** The tree that the branch of a port has. */
function treeOf(root: string, name: string): string {
  return git(root, 'rev-parse', `qemu-downtime/${name}^{tree}`);
}

describe('--as mbox', () => {
  it('git am makes the branch’s tree and message of it, on every era', async () => {
    const root = repositoryWith(older);
    const folder = join(scratchFolder(), 'new/patches');
    await tool(0, root, '--signoff', ...onto(older));
    await tool(0, root, '--signoff', '--as', 'mbox', '--output', folder, ...onto(older));
    expect(readdirSync(folder).sort()).toEqual(older.map((name) => `${name}.mbox`).sort());
    for (const name of older) {
      git(root, 'checkout', '--quiet', '--detach', name);
      run(root, 'git', 'am', '--quiet', join(folder, `${name}.mbox`));
      expect(git(root, 'rev-parse', 'HEAD^{tree}')).toBe(treeOf(root, name));
      expect(git(root, 'log', '-1', '--format=%B')).toBe(
        git(root, 'log', '-1', '--format=%B', `qemu-downtime/${name}`),
      );
    }
  });

  it('goes to standard output for one revision, with what is said of it on stderr', async () => {
    const root = repositoryWith(['I-7.2']);
    const { stdout, stderr } = await tool(0, root, '--as', 'mbox', '--onto', 'I-7.2');
    expect(stdout).toMatch(/^From 0{40} Mon Sep 17 00:00:00 2001\nFrom: Una User <una@example\.org>\n/);
    expect(stderr).toBe('I-7.2  ported   20 calls in 3 files\n');
    expect(git(root, 'for-each-ref', 'refs/heads/qemu-downtime')).toBe('');
    const document = JSON.parse(
      (await tool(0, root, '--as', 'mbox', '--format', 'json', '--onto', 'I-7.2')).stdout,
    );
    expect(document.results[0].patch).toBe(
      stdout.replace(/^Date: .*$/m, /^Date: .*$/m.exec(document.results[0].patch)?.[0] ?? ''),
    );
    expect(document.results[0]).toMatchObject({ status: 'ported', ref: null, newCommit: null });
  });

  it('says how to apply it where lines end in CR LF', async () => {
    const root = copyOf('I-7.2');
    for (const path of ['migration/migration.c', 'migration/savevm.c', 'migration/trace-events'])
      rewrite(root, path, (text) => text.replace(/\n/g, '\r\n'));
    commitAll(root);
    const { stdout, stderr } = await tool(0, root, '--as', 'mbox', '--onto', 'HEAD');
    expect(stderr).toContain('git am --keep-cr');
    await tool(0, root, '--onto', 'HEAD', '--branch-prefix', 'p/');
    const file = join(scratchFolder(), 'mbox');
    writeFileSync(file, stdout);
    run(root, 'git', '-c', 'core.autocrlf=false', 'am', '--quiet', '--keep-cr', file);
    expect(git(root, 'rev-parse', 'HEAD^{tree}')).toBe(
      git(
        root,
        'rev-parse',
        'p/main^{tree}'.replace(
          'main',
          git(root, 'for-each-ref', '--format=%(refname:short)', 'refs/heads/p').slice(2),
        ),
      ),
    );
  });

  it('refuses a message that a mail cannot carry, naming the line', async () => {
    const root = repositoryWith(['I-7.2']);
    const file = join(scratchFolder(), 'text');
    writeFileSync(file, 'subject\n\nbody\n---\nlost\n');
    const { stderr, stdout } = await tool(3, root, '--as', 'mbox', '--onto', 'I-7.2', '--message-file', file);
    expect(stderr).toMatch(/\[message-unfit-for-mail\]/);
    expect(stdout).toBe('');
    await tool(0, root, '--onto', 'I-7.2', '--message-file', file);
  });
});

describe('--as diff', () => {
  it('git apply and patch take it without fuzz and offset, on every era', async () => {
    const root = repositoryWith(older);
    const folder = scratchFolder();
    await tool(0, root, ...onto(older));
    await tool(0, root, '--as', 'diff', '--output', folder, ...onto(older));
    for (const name of older) {
      const file = join(folder, `${name}.diff`);
      git(root, 'checkout', '--quiet', '--detach', '--force', name);
      run(root, 'git', 'apply', '--index', '--whitespace=error', file);
      expect(git(root, 'write-tree')).toBe(treeOf(root, name));
      const copy = copyOf(name);
      expect(run(copy, 'patch', '-p1', '--fuzz=0', '--input', file)).not.toMatch(/fuzz|offset/);
      git(root, 'reset', '--quiet', '--hard');
      const ported = copyOf(name);
      await cli(['apply', ported]);
      expect(run(copy, 'diff', '-r', '--brief', '--exclude=*.orig', '.', ported)).toBe('');
    }
  });

  it('is plain: without a message, so the options for one are wrong', async () => {
    const root = repositoryWith(['I-7.2']);
    const { stdout } = await tool(0, root, '--as', 'diff', '--onto', 'I-7.2');
    expect(stdout).toMatch(/^--- a\/migration\/migration\.c\n\+\+\+ b\/migration\/migration\.c\n@@ /);
    for (const options of [['--signoff'], ['--message-file', '/dev/null']])
      expect((await tool(2, root, '--as', 'diff', '--onto', 'I-7.2', ...options)).stdout).toBe('');
  });
});

describe('--as quilt', () => {
  const name = 'migration-Add-tracepoints-for-downtime-checkpoints.patch';

  it('gives a patch with a DEP-3 header and the line of its series', async () => {
    const root = repositoryWith(['I-7.2']);
    const folder = scratchFolder();
    const patches = join(folder, 'debian/patches');
    const { stdout, stderr } = await tool(0, root, '--as', 'quilt', '--output', patches, '--onto', 'I-7.2');
    expect(readdirSync(patches).sort()).toEqual([name, 'series']);
    expect(readFileSync(join(patches, 'series'), 'utf8')).toBe(`${name}\n`);
    expect(stdout).toContain(`in ${join(patches, name)}, ${join(patches, 'series')}\n`);
    expect(stderr).toBe('');
    const [header = ''] = readFileSync(join(patches, name), 'utf8').split(/^---/m);
    const fields = Object.fromEntries(
      [...header.matchAll(/^([A-Z][\w-]+): (.*)$/gm)].map(([, key, value]) => [key, value]),
    );
    expect(fields).toEqual({
      Description: 'migration: Add tracepoints for downtime checkpoints',
      Origin: 'backport, commit:3e5f3bcdc281fed483b5bbe72050b63d4b41abf5',
      Author: 'Una User <una@example.org>',
      'Applied-Upstream': '8.2.0, commit:3e5f3bcdc281fed483b5bbe72050b63d4b41abf5',
      'Last-Update': expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      Forwarded: 'not-needed',
    });
    expect(header).toContain('\n * without v8.1.0-2477-g62f5da7dd1 "migration: Set');
    const copy = copyOf('I-7.2');
    expect(run(copy, 'patch', '-p1', '--fuzz=0', '--input', join(patches, name))).not.toMatch(/fuzz|offset/);
  });

  it('adds itself once to a series that is there', async () => {
    const root = repositoryWith(['I-7.2']);
    const patches = scratchFolder();
    writeFileSync(join(patches, 'series'), 'mine.patch # caf\xe9', 'latin1');
    const args = [root, '--as', 'quilt', '--output', patches, '--onto', 'I-7.2'];
    await tool(0, ...args);
    const series = `mine.patch # caf\xe9\n${name}\n`;
    expect(readFileSync(join(patches, 'series'), 'latin1')).toBe(series);
    await tool(0, ...args);
    expect(readFileSync(join(patches, 'series'), 'latin1')).toBe(series);
    expect(readdirSync(patches).sort()).toEqual([name, 'series']);
  });

  it('stays out of a series that has it in a comment, and says so', async () => {
    const root = repositoryWith(['I-7.2']);
    const patches = scratchFolder();
    const series = `mine.patch\n#${name}\n`;
    writeFileSync(join(patches, 'series'), series);
    const { stderr } = await tool(0, root, '--as', 'quilt', '--output', patches, '--onto', 'I-7.2');
    expect(stderr).toBe(
      `note: I-7.2: ${patches}/series:2 has ${name} in a comment, which stays: take the # away to have the patch applied\n`,
    );
    expect(readFileSync(join(patches, 'series'), 'utf8')).toBe(series);
  });

  it('of an earlier run is said to be there', async () => {
    const root = repositoryWith(['I-7.2', 'F-4.1']);
    const args = [root, '--as', 'quilt', '--output', scratchFolder(), ...onto(['I-7.2', 'F-4.1'])];
    expect((await tool(0, ...args)).stdout).not.toContain('there');
    const { stdout } = await tool(0, ...args);
    expect(stdout).toMatch(/^I-7\.2 .*\/series \(was there\)$/m);
    expect(stdout).toMatch(/^2 ported \(2 of them there before\), 0 already, 0 refused$/m);
    expect(JSON.parse((await tool(0, ...args, '--format', 'json')).stdout).results[0]).toMatchObject({
      wasThere: true,
      written: [expect.any(String), expect.any(String)],
    });
  });

  it('leaves the series as it is where the patch is refused', async () => {
    const root = repositoryWith(['I-7.2']);
    const patches = scratchFolder();
    writeFileSync(join(patches, name), 'mine\n');
    await tool(3, root, '--as', 'quilt', '--output', patches, '--onto', 'I-7.2');
    expect(readdirSync(patches)).toEqual([name]);
  });

  it('of several revisions gives a folder of each', async () => {
    const root = repositoryWith(['I-7.2', 'F-4.1']);
    const folder = scratchFolder();
    await tool(0, root, '--as', 'quilt', '--output', folder, ...onto(['I-7.2', 'F-4.1']));
    for (const revision of ['I-7.2', 'F-4.1'])
      expect(readdirSync(join(folder, revision)).sort()).toEqual([name, 'series']);
  });

  it('says the line for the series where it writes none', async () => {
    const root = repositoryWith(['I-7.2']);
    const toStdout = await tool(0, root, '--as', 'quilt', '--onto', 'I-7.2');
    expect(toStdout.stderr).toContain(`the line for the series is: ${name}`);
    const file = join(scratchFolder(), 'one.patch');
    const toFile = await tool(0, root, '--as', 'quilt', '--output', file, '--onto', 'I-7.2');
    expect(toFile.stderr).toContain(`the line for the series is: ${name}`);
    expect(readFileSync(file, 'utf8')).toBe(toStdout.stdout);
  });

  it('says that upstream’s patch fits as it is, where it does', async () => {
    const root = repositoryWith(['J4-93bdf888fa']);
    const { stdout } = await tool(0, root, '--as', 'quilt', '--onto', 'J4-93bdf888fa');
    expect(stdout).toMatch(/^Origin: upstream, commit:3e5f3bcdc2/m);
  });
});

describe('--output', () => {
  it('files with other content are refused without --force; the same are left alone', async () => {
    const root = repositoryWith(['I-7.2', 'F-4.1']);
    const folder = scratchFolder();
    const args = [root, '--as', 'diff', '--output', folder, ...onto(['I-7.2', 'F-4.1'])];
    await tool(0, ...args);
    await tool(0, ...args);
    const file = join(folder, 'I-7.2.diff');
    const right = readFileSync(file);
    const other = readFileSync(join(folder, 'F-4.1.diff'));
    writeFileSync(file, other);
    const { stdout, stderr } = await tool(3, ...args);
    expect(stderr).toMatch(/\[file-differs\]/);
    expect(stderr).toMatch(/^ {2}next: replace it with --force, .* or give another --output$/m);
    expect(stdout).toMatch(/^1 ported \(1 of them there before\), 0 already, 1 refused$/m);
    expect(readFileSync(file)).toEqual(other);
    await tool(0, ...args, '--force');
    expect(readFileSync(file)).toEqual(right);
    expect(readdirSync(folder).sort()).toEqual(['F-4.1.diff', 'I-7.2.diff']);
  });

  it('a dry run shows the patches and makes no folder', async () => {
    const root = repositoryWith(['I-7.2', 'F-4.1']);
    const folder = join(scratchFolder(), 'patches');
    const args = [root, '--as', 'mbox', '--dry-run', ...onto(['I-7.2', 'F-4.1'])];
    const { stdout } = await tool(0, ...args, '--output', folder);
    expect(stdout.match(/^From 0{40} /gm)).toHaveLength(2);
    expect(stdout).toBe(
      (await tool(0, ...args)).stdout.replace(/^Date: .*$/gm, () => /^Date: .*$/m.exec(stdout)?.[0] ?? ''),
    );
    expect(existsSync(folder)).toBe(false);
  });

  it('patches for several revisions need it', async () => {
    const root = repositoryWith(['I-7.2', 'F-4.1']);
    const { stderr, stdout } = await tool(2, root, '--as', 'mbox', ...onto(['I-7.2', 'F-4.1']));
    expect(stderr).toMatch(/\[output-missing\]/);
    expect(stdout).toBe('');
  });

  // Node 20's own recursive mkdir never ends in /proc.
  it('a folder that cannot be made is the environment’s lack', async () => {
    const root = repositoryWith(['I-7.2']);
    const { stderr } = await tool(4, root, '--as', 'diff', '--output', '/proc/no/folder', '--onto', 'I-7.2');
    expect(stderr).toMatch(/\[result-lost\]/);
  });

  it.each(['one.mbox', 'a/b/one.patch', 'one.diff'])('for one revision %s is a file', async (name) => {
    const root = repositoryWith(['I-7.2']);
    const path = join(scratchFolder(), name);
    await tool(0, root, '--as', 'diff', '--output', path, '--onto', 'I-7.2');
    expect(readFileSync(path, 'utf8')).toBe((await tool(0, root, '--as', 'diff', '--onto', 'I-7.2')).stdout);
  });

  it('for one revision a file that is there is a file', async () => {
    const root = repositoryWith(['I-7.2']);
    const path = join(scratchFolder(), 'anything');
    writeFileSync(path, 'mine\n');
    const args = [root, '--as', 'diff', '--output', path, '--onto', 'I-7.2'];
    expect((await tool(3, ...args)).stderr).toContain(path);
    expect(readFileSync(path, 'utf8')).toBe('mine\n');
    writeFileSync(path, '');
    await tool(0, ...args, '--force');
    expect(readFileSync(path, 'utf8')).toMatch(/^--- a/);
  });

  it.each(['mbox', 'quilt', 'diff'])(
    'a file that no run wrote is not replaced by %s, nor is --force offered',
    async (form) => {
      const root = repositoryWith(['I-7.2']);
      const path = join(scratchFolder(), 'README.rst');
      writeFileSync(path, 'mine\n');
      for (const force of [[], ['--force']]) {
        const args = [root, '--as', form, '--output', path, '--onto', 'I-7.2', ...force];
        const { stderr } = await tool(3, ...args);
        expect(stderr).toMatch(/README\.rst: .*\[file-not-ours\]/);
        expect(stderr).toMatch(/^ {2}next: move it away, or give another --output$/m);
        expect(readFileSync(path, 'utf8')).toBe('mine\n');
      }
    },
  );

  it('a patch of one form is replaced by one of another, with --force', async () => {
    const root = repositoryWith(['I-7.2']);
    const path = join(scratchFolder(), 'one.patch');
    const args = ['--output', path, '--onto', 'I-7.2'];
    const forms = ['mbox', 'quilt', 'diff', 'mbox'];
    for (const form of forms) await tool(0, root, '--as', form, ...args, '--force');
    expect(readFileSync(path, 'utf8')).toMatch(/^From 0{40} /);
  });

  it.each(['mbox', 'quilt', 'diff'])(
    'a patch of ours that changes another file as well is never replaced by %s',
    async (form) => {
      const root = repositoryWith(['I-7.2']);
      const path = join(scratchFolder(), 'one.patch');
      const args = [root, '--as', form, '--output', path, '--onto', 'I-7.2'];
      await tool(0, ...args);
      const own = readFileSync(path, 'utf8');
      const end = own.lastIndexOf('\n-- \n');
      const at = form === 'mbox' ? end + 1 : own.length;
      const hunk = '--- a/VERSION\n+++ b/VERSION\n@@ -1 +1 @@\n-7.2.0\n+7.2.0-mine\n';
      const mine = own.slice(0, at) + hunk + own.slice(at);
      writeFileSync(path, mine);
      for (const force of [[], ['--force']]) {
        const { stderr } = await tool(3, ...args, ...force);
        expect(stderr).toMatch(/one\.patch: .* changes VERSION as well, .*\[file-not-ours\]/);
        expect(stderr).not.toContain('--force');
        expect(readFileSync(path, 'utf8')).toBe(mine);
      }
    },
  );

  it('a patch with the same changes in another form is said to be that', async () => {
    const root = repositoryWith(['I-7.2']);
    const folder = scratchFolder();
    const args = [root, '--as', 'quilt', '--output', folder, '--onto', 'I-7.2'];
    await tool(0, ...args);
    const path = join(folder, 'migration-Add-tracepoints-for-downtime-checkpoints.patch');
    const refreshed = readFileSync(path, 'utf8').replace(/^--- a\/(.*)$/gm, 'Index: qemu/$1\n===\n--- a/$1');
    writeFileSync(path, refreshed);
    const { stderr } = await tool(3, ...args);
    expect(stderr).toMatch(/that changes the same lines; .*as after `quilt refresh` \[file-differs\]/);
    expect(stderr).toMatch(/^ {2}next: keep it, or replace it with --force$/m);
    await tool(0, ...args, '--force');
    expect(readFileSync(path, 'utf8')).not.toContain('Index:');
  });

  it('a quilt patch of another revision is said to be so called for each', async () => {
    const root = repositoryWith(['I-7.2', 'F-4.1']);
    const args = [root, '--as', 'quilt', '--output', scratchFolder()];
    await tool(0, ...args, '--onto', 'I-7.2');
    const { stderr } = await tool(3, ...args, '--onto', 'F-4.1');
    expect(stderr).toMatch(
      /next: if it is the port onto another revision, give another --output, or port onto both in one run/,
    );
  });

  it.each([
    ['', ['I-7.2'], 'an empty name'],
    ['/dev/null', ['I-7.2'], 'neither a folder nor a regular file'],
    ['all.mbox', ['I-7.2', 'F-4.1'], 'the patches of many revisions need a folder'],
    ['all.mbox', ['I-*'], 'the patches of many revisions need a folder'],
  ])('%j is wrong for %j', async (output, revisions, why) => {
    const root = repositoryWith(['I-7.2', 'F-4.1']);
    const { stderr } = await tool(2, root, '--as', 'mbox', '--output', output, ...onto(revisions));
    expect(stderr).toMatch(/\[output-unfit\]/);
    expect(stderr).toContain(why);
  });

  it.each(['mbox', 'quilt'])('a patch of another day is no other %s', async (form) => {
    const root = repositoryWith(['I-7.2']);
    const path = join(scratchFolder(), 'one.patch');
    const args = [root, '--as', form, '--output', path, '--onto', 'I-7.2'];
    await tool(0, ...args);
    const old = readFileSync(path, 'utf8').replace(/^(Date|Last-Update): .*$/m, '$1: long ago');
    expect(old).toContain('long ago');
    writeFileSync(path, old);
    await tool(0, ...args);
    expect(readFileSync(path, 'utf8')).toBe(old);
  });

  it('with --as branch it takes the result', async () => {
    const root = repositoryWith(['I-7.2']);
    const folder = scratchFolder();
    mkdirSync(join(folder, 'sub'));
    const file = join(folder, 'sub/result');
    const { stdout } = await tool(0, root, '--output', file, '--onto', 'I-7.2');
    expect(stdout).toBe('');
    expect(readFileSync(file, 'utf8')).toMatch(
      /^I-7\.2 {2}ported {3}20 calls in 3 files; branch qemu-downtime\/I-7\.2 at /,
    );
    expect((await tool(2, root, '--output', folder, '--onto', 'I-7.2')).stderr).toMatch(/\[output-unfit\]/);
    expect(existsSync(join(folder, 'I-7.2'))).toBe(false);
  });
});
