import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { repositoryWith } from '../../support/branches-scene.js';
import { fixtureNames } from '../../support/fixture-trees.js';
import { git } from '../../support/git-scene.js';
import { cli, ended, shell, startCli } from '../../support/run-cli.js';
import { scratchFolder } from '../../tree/write/scratch-tree.js';

const NAMES = ['C-2.3', 'D-2.5', 'E-2.11', 'F-4.1', 'G-5.2', 'H-6.2', 'I-7.2', 'I-8.1'];
const ONTO = NAMES.flatMap((name) => ['--onto', name]);
const PREFIX = 'refs/heads/qemu-downtime';

const made = (root: string): string[] =>
  git(root, 'for-each-ref', '--format=%(refname:lstrip=3)', PREFIX).split('\n').filter(Boolean);

/** The same while a run goes on, without starting git. */
function madeSoFar(root: string): number {
  try {
    return readdirSync(join(root, '.git', PREFIX)).length;
  } catch {
    return 0;
  }
}

/** Nothing is broken, whatever happened: every branch has all its objects. */
function expectSound(root: string): void {
  expect(git(root, 'fsck', '--strict', '--no-dangling')).toBe('');
  for (const name of made(root))
    expect(git(root, 'rev-parse', `${PREFIX}/${name}^`)).toBe(git(root, 'rev-parse', name));
}

/** A further run makes what is left, and finds what is there. */
async function expectCompletes(root: string, names: readonly string[] = NAMES): Promise<void> {
  const before = made(root).map((name) => git(root, 'rev-parse', `${PREFIX}/${name}`));
  const run = await cli(['backport', root, ...names.flatMap((name) => ['--onto', name])]);
  expect(run.code, run.stderr).toBe(0);
  expect(made(root).sort()).toEqual([...names].sort());
  expect(made(root).map((name) => git(root, 'rev-parse', `${PREFIX}/${name}`))).toEqual(
    expect.arrayContaining(before),
  );
  expectSound(root);
}

function copied(root: string): string {
  const copy = scratchFolder();
  cpSync(root, copy, { recursive: true });
  return copy;
}

/** A repository on a disk of its own. Mounting needs root; where it isn't permitted this fails, not skips. */
function onSmallDisk(size: string, names: readonly string[]): { root: string; disk: string } {
  const disk = scratchFolder();
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', disk], { stdio: 'pipe' });
  onTestFinished(() => {
    execFileSync('umount', [disk]);
  });
  const root = join(disk, 'repository');
  cpSync(repositoryWith(names), root, { recursive: true });
  return { root, disk };
}

describe('a run that is killed', { timeout: 120_000 }, () => {
  it('leaves no broken branch at any moment, and a second run completes', async () => {
    const base = repositoryWith(NAMES);
    const started = performance.now();
    expect((await cli(['backport', copied(base), ...ONTO])).code).toBe(0);
    const whole = performance.now() - started;
    const left = new Set<number>();
    const after = (share: number) => (_root: string, milliseconds: number) => milliseconds > whole * share;
    // By the clock alone all would be killed at one stage where the machine is busy with something else.
    const withBranches = (branches: number) => (root: string) => madeSoFar(root) >= branches;
    const moments = [
      ...[0.3, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95].map(after),
      withBranches(1),
      withBranches(4),
    ];
    for (const isMoment of moments) {
      const root = copied(base);
      const child = startCli(['backport', root, ...ONTO]);
      const began = performance.now();
      const timer = setInterval(() => {
        if (isMoment(root, performance.now() - began)) child.kill('SIGKILL');
      }, 2);
      await ended(child);
      clearInterval(timer);
      expectSound(root);
      left.add(made(root).length);
      await expectCompletes(root);
    }
    expect(left.size, 'runs were killed at different stages').toBeGreaterThan(1);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'by %s ends with 130, says how far it came, and keeps that',
    async (signal) => {
      // More than are under way at a time.
      const names = fixtureNames.filter((name) => !/^[KLM]/.test(name));
      const root = repositoryWith(names);
      const child = startCli(['backport', root, ...names.flatMap((name) => ['--onto', name])]);
      child.stdout?.once('data', () => child.kill(signal));
      const run = await ended(child);
      expect(run.code).toBe(130);
      expect(run.stderr).toMatch(/\d of 22 revisions were done, and a second run takes up the rest/);
      const lines = run.stdout.split('\n').filter((line) => line.includes(' ported '));
      expect(lines.length).toBeGreaterThan(0);
      expect(made(root)).toHaveLength(lines.length);
      expect(run.stderr).toContain(`${lines.length} of 22 revisions`);
      expectSound(root);
      await expectCompletes(root, names);
    },
  );
});

describe('a repository that cannot be written', () => {
  it('because it is read-only', async () => {
    const { root, disk } = onSmallDisk('8m', ['I-7.2']);
    execFileSync('mount', ['-o', 'remount,ro', disk], { stdio: 'pipe' });
    const run = await cli(['backport', root, '--onto', 'I-7.2']);
    expect(run.code).toBe(4);
    expect(run.stderr).toMatch(/Read-only file system[\s\S]*\[git-failed\]/);
    expect(made(root)).toEqual([]);
  });

  it('because its disk is full', async () => {
    const { root, disk } = onSmallDisk('8m', ['I-7.2', 'F-4.1']);
    const free = Number(execFileSync('stat', ['-f', '-c', '%f', disk], { encoding: 'utf8' }));
    const ballast = join(disk, 'ballast');
    writeFileSync(ballast, Buffer.alloc((free - 3) * 4096));
    const run = await cli(['backport', root, '--onto', 'I-7.2', '--onto', 'F-4.1', '--format', 'json']);
    expect(run.code).toBe(4);
    const codes = JSON.parse(run.stdout).results.map(
      (result: { problems: { code: string }[] }) => result.problems[0]?.code,
    );
    expect(codes).toEqual(['no-space', 'no-space']);
    expect(made(root)).toEqual([]);
    rmSync(ballast);
    await expectCompletes(root, ['F-4.1', 'I-7.2']);
  });

  it('because a branch is locked: the others are made', async () => {
    const root = repositoryWith(['I-7.2', 'F-4.1']);
    const lock = join(root, '.git', PREFIX, 'I-7.2.lock');
    mkdirSync(dirname(lock), { recursive: true });
    writeFileSync(lock, '');
    const run = await cli(['backport', root, '--onto', 'I-7.2', '--onto', 'F-4.1']);
    expect(run.code).toBe(3);
    expect(run.stderr).toMatch(/\[ref-locked\]/);
    expect(run.stderr).toContain('I-7.2.lock');
    expect(made(root)).toEqual(['F-4.1']);
    rmSync(lock);
    await expectCompletes(root, ['F-4.1', 'I-7.2']);
  });

  it('because somebody else made the branch meanwhile: theirs stays', async () => {
    const root = repositoryWith(['I-7.2']);
    const folder = scratchFolder();
    const real = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
    writeFileSync(
      join(folder, 'git'),
      `#!/bin/sh
for word; do
  [ "$word" = update-ref ] && "${real}" update-ref ${PREFIX}/I-7.2 refs/heads/main
done
exec "${real}" "$@"
`,
    );
    chmodSync(join(folder, 'git'), 0o755);
    const run = await shell(`PATH="${folder}:$PATH"; "$@"`, ['backport', root, '--onto', 'I-7.2']);
    expect(run.code).toBe(3);
    expect(run.stderr).toMatch(/\[changed-meanwhile\]/);
    expect(git(root, 'rev-parse', `${PREFIX}/I-7.2`)).toBe(git(root, 'rev-parse', 'main'));
  });
});

describe('a repository with a broken object', () => {
  it.each(['I-7.2:migration/savevm.c', 'I-7.2:migration', 'I-7.2^{tree}'])(
    '%s: its own revision is refused by name, the others are ported',
    async (name) => {
      const root = repositoryWith(['I-7.2', 'F-4.1', 'H-6.2']);
      const id = git(root, 'rev-parse', name);
      const file = join(root, '.git/objects', id.slice(0, 2), id.slice(2));
      chmodSync(file, 0o644);
      writeFileSync(file, readFileSync(file).subarray(0, 20));
      const run = await cli(['backport', root, '--onto', 'F-4.1', '--onto', 'I-7.2', '--onto', 'H-6.2']);
      expect(run.code).toBe(4);
      expect(run.stderr).toMatch(/^I-7\.2: .*\[broken-object\]$/m);
      expect(run.stderr).toContain(id);
      expect(made(root)).toEqual(['F-4.1', 'H-6.2']);
    },
  );
});

describe('a result that cannot be told', () => {
  it('is said, with what became of the repository', async () => {
    const root = repositoryWith(['I-7.2']);
    const run = await shell('"$@" > /dev/full', ['backport', root, '--onto', 'I-7.2']);
    expect(run.code).toBe(4);
    expect(run.stderr).toMatch(/what was made stays, and a second run finds it \[result-lost\]/);
    expectSound(root);
    await expectCompletes(root, ['I-7.2']);
  });

  it('a reader that has seen enough ends nothing', async () => {
    const root = repositoryWith(NAMES);
    const run = await shell('"$@" | head -1', ['backport', root, ...ONTO]);
    expect(run.stdout).toMatch(/^C-2\.3 +ported /);
    // Of a slow run it is said how far it is.
    expect(run.stderr).toMatch(/^(?:\d of 8 revisions\n)*$/);
    expectSound(root);
    await expectCompletes(root);
  });
});
