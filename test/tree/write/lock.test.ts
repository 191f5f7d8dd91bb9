import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { holderText, ownHolder } from '../../../src/tree/write/holder.js';
import { lockTree } from '../../../src/tree/write/lock.js';
import { writeFiles } from '../../../src/tree/write/write-files.js';
import { failureOf } from '../refusal.js';
import { MARKED_CHANGES } from './marked-changes.js';
import { putFiles, scratchTree, stateOfTree } from './scratch-tree.js';

const LOCK = '.qemu-downtime.lock';

function startWriter(root: string, wait = ''): ChildProcessWithoutNullStreams {
  const script = fileURLToPath(new URL('writer-child.ts', import.meta.url));
  return spawn(process.execPath, ['--import', 'tsx', script, root, wait]);
}

async function outcome(
  writer: ChildProcessWithoutNullStreams,
): Promise<{ text: string; code: number | null }> {
  let text = '';
  writer.stdout.on('data', (data: Buffer) => {
    text += data.toString();
  });
  const [code] = (await once(writer, 'close')) as [number | null];
  return { text: text.trim(), code };
}

async function startWaiting(root: string, step: string): Promise<ChildProcessWithoutNullStreams> {
  const writer = startWriter(root, `wait-at:${step}`);
  await once(writer.stdout, 'data');
  return writer;
}

/** A process id that was in use and no longer is. */
async function deadPid(): Promise<number> {
  const short = spawn('true');
  await once(short, 'close');
  return short.pid ?? 0;
}

describe('the lock of a tree', { timeout: 60_000 }, () => {
  it('keeps a second live run out, which is told the process', async () => {
    const root = scratchTree();
    const writer = await startWaiting(root, 'journal-written');
    await expect(writeFiles(root, MARKED_CHANGES)).rejects.toThrow(`process ${writer.pid} holds the lock`);
    expect(await failureOf(() => writeFiles(root, MARKED_CHANGES))).toEqual({
      code: 'locked',
      exit: 3,
      file: LOCK,
    });
    const ended = outcome(writer);
    writer.stdin.write('\n');
    expect(await ended).toEqual({ text: 'written', code: 0 });
    expect(stateOfTree(root)).toBe('new');
  });

  it('of a dead process is taken over', async () => {
    const root = scratchTree();
    putFiles(root, { [LOCK]: holderText({ ...ownHolder(), pid: await deadPid() }) });
    await writeFiles(root, MARKED_CHANGES);
    expect(stateOfTree(root)).toBe('new');
  });

  it('of a dead process under a pile of locks on its removal is taken over only if the pile is small', async () => {
    const dead = { ...ownHolder(), start: '1' };
    const pile = (height: number): string => {
      const root = scratchTree();
      for (let level = 0; level <= height; level++)
        putFiles(root, { [`${LOCK}${`.${dead.pid}-1`.repeat(level)}`]: holderText(dead) });
      return root;
    };
    lockTree(pile(7)).release();
    expect(await failureOf(() => lockTree(pile(8)))).toMatchObject({ code: 'foreign-lock' });
  });

  it('of a process whose number was given to another is taken over', async () => {
    const root = scratchTree();
    putFiles(root, { [LOCK]: holderText({ ...ownHolder(), start: '1' }) });
    await writeFiles(root, MARKED_CHANGES);
    expect(stateOfTree(root)).toBe('new');
  });

  it('from before a reboot is taken over', async () => {
    const root = scratchTree();
    putFiles(root, { [LOCK]: holderText({ ...ownHolder(), boot: 'another' }) });
    await writeFiles(root, MARKED_CHANGES);
    expect(stateOfTree(root)).toBe('new');
  });

  it.each([
    { what: 'another host', holder: { boot: 'another', host: 'elsewhere' } },
    { what: 'another container', holder: { namespace: 'pid:[1]', pid: 999_999_999 } },
  ])('of $what is respected, since nobody can see whether it lives', async ({ holder }) => {
    const root = scratchTree();
    putFiles(root, { [LOCK]: holderText({ ...ownHolder(), ...holder }) });
    expect(await failureOf(() => writeFiles(root, MARKED_CHANGES))).toMatchObject({ code: 'locked' });
  });

  it('of a zombie is taken over', async () => {
    const root = scratchTree();
    // The shell never waits for its child once it has become `sleep`.
    const parent = spawn('sh', ['-c', 'sleep 0.2 & echo $!; exec sleep 30']);
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    const pid = Number(line.toString());
    await expect.poll(() => readFileSync(`/proc/${pid}/stat`, 'utf8')).toMatch(/\) Z /);
    const start = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[19] ?? null;
    putFiles(root, { [LOCK]: holderText({ ...ownHolder(), pid, start }) });
    await writeFiles(root, MARKED_CHANGES);
    parent.kill();
    expect(stateOfTree(root)).toBe('new');
  });

  it('sweeps what runs killed while locking left', async () => {
    const root = scratchTree();
    const pid = await deadPid();
    putFiles(root, {
      [`${LOCK}.${pid}-1.new`]: '',
      [`${LOCK}.5-5`]: holderText({ ...ownHolder(), pid }),
      [`${LOCK}.5-5.${pid}-1.new`]: '{"half',
    });
    lockTree(root).release();
    expect(stateOfTree(root)).toBe('old');
  });

  it('is free again where what an earlier run left cannot be swept', async () => {
    const root = scratchTree();
    putFiles(root, { [`${LOCK}.5-5`]: 'of another program' });
    expect(await failureOf(() => lockTree(root))).toMatchObject({
      code: 'foreign-lock',
      file: `${LOCK}.5-5`,
    });
    expect(() => readFileSync(join(root, LOCK))).toThrow('ENOENT');
  });

  it('is taken over by one of many at a time', async () => {
    const root = scratchTree();
    putFiles(root, { [LOCK]: holderText({ ...ownHolder(), pid: await deadPid() }) });
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => outcome(startWriter(root))));
    const texts = outcomes.map(({ text }) => text).sort();
    expect(texts.filter((text) => text === 'written')).toHaveLength(1);
    expect(texts.every((text) => ['written', 'locked', 'changed-meanwhile'].includes(text))).toBe(true);
    expect(stateOfTree(root)).toBe('new');
  });
});

describe('a signal during a write', { timeout: 60_000 }, () => {
  it.each([
    ['SIGINT', 'locked', 'old'],
    ['SIGINT', 'temp-written', 'old'],
    ['SIGTERM', 'temp-written', 'old'],
    ['SIGINT', 'journal-written', 'new'],
    ['SIGHUP', 'renamed', 'new'],
    ['SIGINT', 'renamed', 'new'],
    ['SIGINT', 'journal-removed', 'new'],
  ] as const)('%s at %s ends with 130 and the tree wholly %s', async (signal, step, state) => {
    const root = scratchTree();
    const writer = await startWaiting(root, step);
    writer.kill(signal);
    const ended = outcome(writer);
    writer.stdin.write('\n');
    expect(await ended).toEqual({ text: 'interrupted', code: 130 });
    expect(stateOfTree(root)).toBe(state);
    expect(() => readFileSync(join(root, LOCK))).toThrow('ENOENT');
  });
});
