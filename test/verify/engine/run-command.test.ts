import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { runCommand } from '../../../src/verify/engine/run-command.js';
import { scratchFolder } from '../../tree/write/scratch-tree.js';

const sh = (script: string, options = {}) => runCommand('sh', ['-c', script], options);

describe('a command', () => {
  it('gives what it wrote and its exit code', async () => {
    const pieces: Buffer[] = [];
    const end = await sh('echo out; echo err >&2; exit 3', {
      onOutput: (bytes: Buffer) => pieces.push(bytes),
    });
    expect(end).toEqual({ code: 3, stdout: 'out\n', stderr: 'err\n' });
    expect(Buffer.concat(pieces).toString().split('\n').sort()).toEqual(['', 'err', 'out']);
  });

  it('that is not there is told, not thrown', async () => {
    expect(await runCommand('no-such-program', [])).toMatchObject({ code: null, notStarted: 'ENOENT' });
  });

  it('that lasts too long is ended with all that it started', async () => {
    const file = join(scratchFolder(), 'pid');
    const began = Date.now();
    const end = await sh(`sleep 1000 & echo $! > ${file}; wait`, { timeoutMs: 500 });
    expect(end).toMatchObject({ code: null, ended: 'timeout' });
    expect(Date.now() - began).toBeLessThan(10_000);
    const pid = Number(readFileSync(file, 'utf8'));
    for (let tries = 0; tries < 50 && existsSync(`/proc/${pid}/cmdline`); tries++) {
      if (readFileSync(`/proc/${pid}/cmdline`, 'utf8') === '') break;
      await pause(20);
    }
    expect(existsSync(`/proc/${pid}`) && readFileSync(`/proc/${pid}/cmdline`, 'utf8') !== '').toBe(false);
  });

  it('may be given time to take something away', async () => {
    const script = 'trap "echo tidy; exit 0" TERM; echo there; while :; do sleep 0.05; done';
    expect(await sh(script, { timeoutMs: 500, graceMs: 5000 })).toMatchObject({
      ended: 'timeout',
      stdout: 'there\ntidy\n',
    });
    const deaf = await sh('trap "" TERM; while :; do sleep 0.05; done', { timeoutMs: 300, graceMs: 300 });
    expect(deaf).toMatchObject({ code: null, ended: 'timeout' });
  });

  it('is ended by an interrupt, and not begun after one', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 200);
    expect(await sh('sleep 1000', { signal: stop.signal })).toMatchObject({ ended: 'interrupted' });
    const file = join(scratchFolder(), 'file');
    expect(await sh(`touch ${file}`, { signal: stop.signal })).toMatchObject({ ended: 'interrupted' });
    expect(existsSync(file)).toBe(false);
  });

  it('has its input open as long as it lasts', async () => {
    const end = await sh('exec 3<&0; (cat <&3; echo closed) & sleep 0.3; echo done; kill $!', {
      timeoutMs: 10_000,
    });
    expect(end.stdout).toBe('done\n');
  });

  it('that never stops writing does not fill the memory', async () => {
    const end = await sh('head -c 20000000 /dev/zero; head -c 2000000 /dev/zero >&2; echo last >&2');
    expect(end.stdout.length).toBe(8 * 1024 * 1024);
    expect(end.stderr.length).toBe(1024 * 1024);
    expect(end.stderr.endsWith('last\n')).toBe(true);
  });
});
