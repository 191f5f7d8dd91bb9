import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bytesOf, copyOf } from '../../support/fixture-trees.js';
import { commitAll, git } from '../../support/git-scene.js';
import { codesIn } from '../../support/place-of.js';
import { cli, type Ended, ended, plainEnvironment, startCli } from '../../support/run-cli.js';
import { stateOf } from '../../support/tree-state.js';
import { scratchFolder } from '../../tree/write/scratch-tree.js';

/** Runs that are cut off, and runs that meet. Where and when a kill hits is left to chance: many rounds. */

const TREE = 'H-6.2';

interface Known {
  readonly before: Record<string, Buffer>;
  readonly after: Record<string, Buffer>;
  readonly names: readonly string[];
  readonly milliseconds: number;
}

async function knownStates(): Promise<Known> {
  const root = copyOf(TREE);
  const before = bytesOf(root);
  const names = Object.keys(stateOf(root));
  const began = performance.now();
  expect((await cli(['apply', root])).code).toBe(0);
  return { before, after: bytesOf(root), names, milliseconds: performance.now() - began };
}

/** Every file old or new, in whole. */
function expectWholeFiles(root: string, known: Known): Set<'old' | 'new'> {
  const states = Object.entries(bytesOf(root)).map(([path, bytes]) => {
    if (bytes.equals(known.before[path] ?? Buffer.alloc(0))) return 'old';
    expect(bytes.equals(known.after[path] ?? Buffer.alloc(0)), `${path} is neither old nor new`).toBe(true);
    return 'new';
  });
  return new Set(states);
}

/** Starts an apply and sends it a signal after a while. */
async function cutOff(root: string, signal: NodeJS.Signals, after: number): Promise<Ended> {
  const child = startCli(['apply', root]);
  const ending = ended(child);
  const timer = setTimeout(() => child.kill(signal), after);
  const result = await ending;
  clearTimeout(timer);
  return result;
}

/** Moments in the later part of a run, where the writing is, and a bit beyond. */
const moments = (count: number, known: Known): number[] =>
  Array.from({ length: count }, (_, index) => known.milliseconds * (0.3 + (0.9 * index) / count));

const KILLS = Number(process.env.QEMU_DOWNTIME_KILLS ?? 30);

describe('cut off', () => {
  it(`by SIGKILL, ${KILLS} times: the next run ends right`, { timeout: 60_000 + KILLS * 4000 }, async () => {
    const known = await knownStates();
    let killed = 0;
    for (const moment of moments(KILLS, known)) {
      const root = copyOf(TREE);
      const run = await cutOff(root, 'SIGKILL', moment);
      if (run.signal === 'SIGKILL') killed += 1;
      else expect(run.code).toBe(0);
      expectWholeFiles(root, known);
      const next = await cli(['apply', root]);
      expect(next.code, next.stderr).toBe(0);
      expect(bytesOf(root)).toEqual(known.after);
      expect(Object.keys(stateOf(root))).toEqual(known.names);
    }
    expect(killed, 'some runs were really killed').toBeGreaterThan(KILLS / 5);
  });

  it('by SIGKILL, then a revert: the tree is as it was', { timeout: 120_000 }, async () => {
    const known = await knownStates();
    for (const moment of moments(8, known)) {
      const root = copyOf(TREE);
      await cutOff(root, 'SIGKILL', moment);
      expect((await cli(['revert', root])).code).toBe(0);
      expect(bytesOf(root)).toEqual(known.before);
      expect(Object.keys(stateOf(root))).toEqual(known.names);
    }
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'by %s: whole at once, without a next run',
    { timeout: 120_000 },
    async (signal) => {
      const known = await knownStates();
      for (const moment of moments(8, known)) {
        const root = copyOf(TREE);
        const run = await cutOff(root, signal, moment);
        // A signal before the program minds it ends the process as the system does; a shell calls that 130 for SIGINT.
        if (run.signal === null) expect([0, 130], run.stderr).toContain(run.code);
        else expect(run.signal).toBe(signal);
        expect(expectWholeFiles(root, known).size).toBe(1);
        expect(Object.keys(stateOf(root))).toEqual(known.names);
      }
    },
  );

  it('by SIGINT while git works for a commit: exit 130, nothing written', async () => {
    const root = copyOf(TREE);
    commitAll(root);
    const before = stateOf(root);
    const head = git(root, 'rev-parse', 'HEAD');
    const folder = scratchFolder();
    const reached = join(folder, 'reached');
    // A git that takes its time over one step.
    const slow = `#!/bin/sh\nPATH=$REAL_PATH\ncase "$*" in *unpack-objects*) : > ${reached}; sleep 3;; esac\nexec git "$@"\n`;
    writeFileSync(join(folder, 'git'), slow);
    chmodSync(join(folder, 'git'), 0o755);
    const path = process.env.PATH ?? '';
    const child = startCli(['apply', '--commit', root], {
      env: { PATH: `${folder}:${path}`, REAL_PATH: path },
    });
    const ending = ended(child);
    const poll = setInterval(() => {
      if (!existsSync(reached)) return;
      clearInterval(poll);
      child.kill('SIGINT');
    }, 50);
    const run = await ending;
    clearInterval(poll);
    expect(existsSync(reached)).toBe(true);
    expect(run.code, run.stderr).toBe(130);
    expect(codesIn(run.stderr)).toEqual(['interrupted']);
    expect(git(root, 'rev-parse', 'HEAD')).toBe(head);
    expect(git(root, 'status', '--porcelain')).toBe('');
    const left = Object.entries(stateOf(root)).filter(([name]) => !name.startsWith('.git/'));
    expect(left).toEqual(Object.entries(before).filter(([name]) => !name.startsWith('.git/')));
  });
});

describe('met', () => {
  it('six at once: one writes, the others wait their turn or say so', { timeout: 120_000 }, async () => {
    const known = await knownStates();
    for (let round = 0; round < 4; round += 1) {
      const root = copyOf(TREE);
      const runs = await Promise.all(Array.from({ length: 6 }, () => cli(['apply', root])));
      const wrote = runs.filter((run) => run.code === 0 && / written$/m.test(run.stdout));
      expect(wrote).toHaveLength(1);
      for (const run of runs.filter((other) => !wrote.includes(other))) {
        if (run.code === 0) expect(run.stdout).toMatch(/^nothing to do$/m);
        else {
          expect(run.code, run.stderr).toBe(3);
          expect(['locked', 'changed-meanwhile', 'interrupted-write']).toContain(codesIn(run.stderr)[0]);
        }
      }
      expect(bytesOf(root)).toEqual(known.after);
      expect(Object.keys(stateOf(root))).toEqual(known.names);
    }
  });

  it('apply and revert at once leave one of the two states', { timeout: 120_000 }, async () => {
    const known = await knownStates();
    for (let round = 0; round < 4; round += 1) {
      const root = copyOf(TREE);
      await Promise.all([
        cli(['apply', root]),
        cli(['revert', root]),
        cli(['apply', root]),
        cli(['revert', root]),
      ]);
      expect(expectWholeFiles(root, known).size).toBe(1);
      expect(Object.keys(stateOf(root))).toEqual(known.names);
    }
  });

  it('a lock of a live run is respected, with its place; one of a dead run is not', async () => {
    const root = copyOf(TREE);
    const stat = readFileSync(`/proc/${process.pid}/stat`, 'latin1');
    const start = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
    const namespace = (await import('node:fs')).readlinkSync('/proc/self/ns/pid');
    const host = (await import('node:os')).hostname();
    const lock = { writer: 'qemu-downtime', pid: process.pid, start, boot, namespace, host };
    writeFileSync(join(root, '.qemu-downtime.lock'), `${JSON.stringify(lock)}\n`);
    const before = stateOf(root);
    const run = await cli(['apply', root]);
    expect(run.code).toBe(3);
    expect(run.stderr).toContain(`.qemu-downtime.lock: process ${process.pid} holds the lock [locked]`);
    expect(stateOf(root)).toEqual(before);
    writeFileSync(join(root, '.qemu-downtime.lock'), `${JSON.stringify({ ...lock, start: '1' })}\n`);
    expect((await cli(['apply', root])).code).toBe(0);
    expect(existsSync(join(root, '.qemu-downtime.lock'))).toBe(false);
  });

  it('a file edited while git makes the commit is noticed: changed-meanwhile', async () => {
    const root = copyOf(TREE);
    commitAll(root);
    const folder = scratchFolder();
    const target = join(root, 'migration/savevm.c');
    const meddling = `#!/bin/sh\nPATH=$REAL_PATH\ncase "$*" in *unpack-objects*) echo '/* mine */' >> ${target};; esac\nexec git "$@"\n`;
    writeFileSync(join(folder, 'git'), meddling);
    chmodSync(join(folder, 'git'), 0o755);
    const path = plainEnvironment().PATH ?? '';
    const head = git(root, 'rev-parse', 'HEAD');
    const run = await cli(['apply', '--commit', root], {
      env: { PATH: `${folder}:${path}`, REAL_PATH: path },
    });
    expect(run.code, run.stderr).toBe(3);
    expect(run.stderr).toMatch(/^(?:qemu-downtime: )?migration\/savevm\.c: .*\[changed-meanwhile\]/m);
    expect(git(root, 'rev-parse', 'HEAD')).toBe(head);
    expect(git(root, 'status', '--porcelain')).toBe(' M migration/savevm.c');
    expect(readFileSync(target, 'utf8')).toMatch(/\/\* mine \*\/\n$/);
    expect(readFileSync(target, 'utf8')).not.toContain('trace_vmstate_downtime_checkpoint');
  });
});
