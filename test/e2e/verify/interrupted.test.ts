import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { buildableTree, VerifyScene } from '../../support/fake-engine/scene.js';
import { ended } from '../../support/run-cli.js';
import { expectUntouched, stateOf } from '../../support/tree-state.js';
import { scratchFolder } from '../../tree/write/scratch-tree.js';

const QUICK = ['--level', 'build'];

async function until(what: () => boolean): Promise<void> {
  for (const began = Date.now(); !what(); await pause(20))
    if (Date.now() - began > 20_000) throw new Error('it did not come to that');
}

/** A run that hangs while it builds, or in a migration. */
function hanging(where: 'build' | 'precopy'): VerifyScene {
  return new VerifyScene().plan(
    where === 'build'
      ? { answers: { ninja: { hangs: true } } }
      : { faults: { 'precopy-source': [{ on: 'query-migrate', does: 'hang' }] } },
  );
}

const isThere = (scene: VerifyScene, where: string) => () =>
  scene.left().some((name) => name.includes(where === 'build' ? '-build-' : '-precopy-source-'));

describe('a run that is interrupted', () => {
  it.each([
    ['SIGINT', 'build'],
    ['SIGTERM', 'precopy'],
  ] as const)('by %s, at %s, leaves no container, and the next one works', async (signal, where) => {
    const scene = hanging(where);
    const tree = buildableTree();
    const before = stateOf(tree);
    const child = scene.start([tree]);
    const end = ended(child);
    await until(isThere(scene, where));
    child.kill(signal);
    const run = await end;
    expect(run.code, run.stderr).toBe(130);
    expect(run.stderr).toContain('interrupted; the tree was not changed, and no container is left');
    expect(scene.left()).toEqual([]);
    expect(scene.calls().some(({ args }) => args[0] === 'rm')).toBe(true);
    expectUntouched(tree, before);
    expect(readdirSync(join(scene.cache, 'logs'))).toEqual([]);
    scene.plan({ answers: {}, faults: {} });
    expect((await scene.verify(...QUICK, tree)).code).toBe(0);
    expect(readdirSync(join(scene.cache, 'trees'))).toHaveLength(1);
  });

  it.each(['build', 'precopy'] as const)(
    'by SIGKILL, at %s, ends its containers by letting go of them',
    async (where) => {
      const scene = hanging(where);
      const tree = buildableTree();
      const child = scene.start([tree]);
      const end = ended(child);
      await until(isThere(scene, where));
      child.kill('SIGKILL');
      expect((await end).signal).toBe('SIGKILL');
      await until(() => scene.left().length === 0);
      scene.plan({ answers: {}, faults: {} });
      expect((await scene.verify(...QUICK, tree)).code).toBe(0);
      expect(readdirSync(join(scene.cache, 'trees'))).toHaveLength(1);
    },
  );
});

it('an interrupt is heard while an engine does not answer', async () => {
  const scene = new VerifyScene().plan({ answers: { info: { hangs: true } } });
  const child = scene.start([buildableTree()]);
  const end = ended(child);
  await until(() => scene.calls().length > 0);
  const began = Date.now();
  child.kill('SIGINT');
  expect((await end).code).toBe(130);
  expect(Date.now() - began).toBeLessThan(10_000);
});

it('two runs at once on one tree each have a copy of their own', async () => {
  const scene = hanging('build');
  const tree = buildableTree();
  const first = scene.start([...QUICK, tree]);
  const end = ended(first);
  await until(isThere(scene, 'build'));
  scene.plan({ answers: {} });
  expect((await scene.verify(...QUICK, tree)).code).toBe(0);
  expect(readdirSync(join(scene.cache, 'trees'))).toHaveLength(2);
  expect(scene.left()).toHaveLength(1);
  first.kill('SIGINT');
  expect((await end).code).toBe(130);
  expect((await scene.verify(...QUICK, tree)).stdout).toMatch(/^passed/m);
  expect(readdirSync(join(scene.cache, 'trees'))).toHaveLength(2);
});

/** A small file system of its own. Where mounting is not permitted the test fails: it must run somewhere. */
function smallDisk(size: string): string {
  const folder = scratchFolder();
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder], { stdio: 'pipe' });
  onTestFinished(() => {
    execFileSync('umount', [folder]);
  });
  return folder;
}

describe('a cache', () => {
  it('on a full disk is told, and works once there is room', async () => {
    const disk = smallDisk('4m');
    const filler = join(disk, 'filler');
    const { bavail, bsize } = statfsSync(disk);
    writeFileSync(filler, Buffer.alloc((bavail - 16) * bsize));
    const scene = new VerifyScene();
    const tree = buildableTree();
    const run = await scene.verify(...QUICK, '--cache', disk, tree);
    expect(run.code, run.stderr).toBe(4);
    expect(run.stderr).toMatch(/ENOSPC.*\[cache-unfit\]/);
    rmSync(filler);
    expect((await scene.verify(...QUICK, '--cache', disk, tree)).code).toBe(0);
  });

  it('that cannot be written is told', async () => {
    const disk = smallDisk('4m');
    execFileSync('mount', ['-o', 'remount,ro', disk], { stdio: 'pipe' });
    const run = await new VerifyScene().verify('--cache', join(disk, 'cache'), buildableTree());
    expect(run.code).toBe(4);
    expect(run.stderr).toMatch(/EROFS.*\[cache-unfit\]/);
    expect(run.stderr).toMatch(/next: .*--cache/);
  });

  it('whose name engines would take for two is told', async () => {
    const run = await new VerifyScene().verify('--cache', join(scratchFolder(), 'a:b'), buildableTree());
    expect(run.code).toBe(4);
    expect(run.stderr).toMatch(/a colon in its name.*\[cache-unfit\]/);
  });
});

describe('--log', () => {
  it('on a full disk ends the run with that', async () => {
    const disk = smallDisk('64k');
    const scene = new VerifyScene().plan({ answers: { ninja: { stdout: 'x'.repeat(100_000) } } });
    const run = await scene.verify(...QUICK, '--log', disk, buildableTree());
    expect(run.code, run.stderr).toBe(4);
    expect(run.stderr).toMatch(/ENOSPC/);
    expect(scene.left()).toEqual([]);
  });

  it('that is a file is told', async () => {
    const file = join(scratchFolder(), 'file');
    writeFileSync(file, '');
    const run = await new VerifyScene().verify('--log', file, buildableTree());
    expect(run.code).toBe(4);
    expect(run.stderr).toMatch(/something is in the way there \[log-unfit\]/);
    expect(run.stderr).toContain('--log');
  });

  it('keeps what else is in the folder', async () => {
    const logs = scratchFolder();
    mkdirSync(join(logs, 'mine'));
    const run = await new VerifyScene([]).verify('--log', logs, buildableTree());
    expect(run.code).toBe(4);
    expect(readdirSync(logs)).toEqual(['mine']);
  });
});
