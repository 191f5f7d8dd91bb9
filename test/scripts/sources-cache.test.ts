import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cachedRecord, defaultCache, sourceTree } from '../../scripts/sources/cache.js';
import { readManifest, type SourceRecord, writeRecord } from '../../scripts/sources/manifest.js';
import { checkRequirements } from '../../scripts/sources/requirements.js';
import { isInstalled, run } from '../../scripts/sources/run.js';
import { fillWhole, removeLeftovers } from '../../scripts/sources/staging.js';
import { EnvironmentLack } from '../../src/problem/problem.js';

const RECORD: SourceRecord = {
  release: '7.2',
  version: '1:7.2+dfsg-7+deb12u18',
  suite: 'bookworm',
  dsc: '7.2/qemu.dsc',
  dscSha256: '00',
  patched: '7.2/patched',
  unpatched: '7.2/unpatched',
};

let cache: string;
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'sources-cache-'));
});
afterEach(() => rmSync(cache, { recursive: true, force: true }));

describe('defaultCache', () => {
  it('follows XDG_CACHE_HOME where it is absolute', () => {
    expect(defaultCache({ XDG_CACHE_HOME: '/x' })).toBe('/x/qemu-downtime/sources');
    const home = join(homedir(), '.cache/qemu-downtime/sources');
    expect(defaultCache({ XDG_CACHE_HOME: 'x' })).toBe(home);
    expect(defaultCache({})).toBe(home);
  });
});

describe('the manifest', () => {
  it('adds, replaces and removes', () => {
    writeRecord(cache, '7.2', RECORD);
    writeRecord(cache, '5.2', { ...RECORD, release: '5.2' });
    writeRecord(cache, '7.2', { ...RECORD, suite: 'sid' });
    expect([...readManifest(cache).keys()]).toEqual(['7.2', '5.2']);
    expect(readManifest(cache).get('7.2')?.suite).toBe('sid');
    writeRecord(cache, '5.2', undefined);
    expect([...readManifest(cache).keys()]).toEqual(['7.2']);
    expect(readdirSync(cache)).toEqual(['manifest.json']);
  });

  it.each([
    '',
    '{',
    '[]',
    '{"schema":"other","releases":[]}',
    '{"schema":"qemu-downtime/sources@1","releases":[{}]}',
  ])('is not guessed at when it reads %j', (text) => {
    writeFileSync(join(cache, 'manifest.json'), text);
    expect(() => readManifest(cache)).toThrow(EnvironmentLack);
  });
});

describe('sourceTree', () => {
  it('finds a tree only if the release is wholly there', () => {
    expect(sourceTree('7.2', 'patched', cache)).toBeUndefined();
    mkdirSync(join(cache, '7.2/patched'), { recursive: true });
    mkdirSync(join(cache, '7.2/unpatched'));
    expect(sourceTree('7.2', 'patched', cache)).toBeUndefined();
    writeRecord(cache, '7.2', RECORD);
    expect(sourceTree('7.2', 'patched', cache)).toBe(join(cache, '7.2/patched'));
    expect(sourceTree('7.2', 'unpatched', cache)).toBe(join(cache, '7.2/unpatched'));
    rmSync(join(cache, '7.2/unpatched'), { recursive: true });
    expect(sourceTree('7.2', 'patched', cache)).toBeUndefined();
    expect(cachedRecord(cache, '7.2')).toBeUndefined();
  });
});

describe('fillWhole', () => {
  it('leaves nothing behind when the filling fails', async () => {
    const filling = fillWhole(cache, '7.2', async (staging) => {
      mkdirSync(join(staging, 'patched'));
      throw new Error('interrupted');
    });
    await expect(filling).rejects.toThrow('interrupted');
    expect(readdirSync(cache)).toEqual([]);
  });

  it('replaces a folder that nothing vouches for', async () => {
    mkdirSync(join(cache, '7.2/half'), { recursive: true });
    await fillWhole(cache, '7.2', async (staging) => writeFileSync(join(staging, 'whole'), ''));
    expect(readdirSync(join(cache, '7.2'))).toEqual(['whole']);
  });

  it('keeps what another run has finished meanwhile', async () => {
    mkdirSync(join(cache, '7.2/theirs'), { recursive: true });
    const ours = await fillWhole(
      cache,
      '7.2',
      async () => 'ours',
      () => false,
    );
    expect(ours).toBeUndefined();
    expect(readdirSync(cache)).toEqual(['7.2']);
    expect(readdirSync(join(cache, '7.2'))).toEqual(['theirs']);
  });
});

describe('removeLeftovers', () => {
  it('removes what killed runs left, and nothing of live ones or of other machines', () => {
    // One more than the kernel ever gives out.
    const dead = 2 ** 22 + 1;
    const id = randomUUID();
    const names = {
      dead: `.partial-${hostname()}-${dead}-${id}`,
      alive: `.partial-${hostname()}-${process.pid}-${id}`,
      elsewhere: `.partial-${hostname()}-2-${dead}-${id}`,
    };
    for (const name of [...Object.values(names), '7.2'])
      mkdirSync(join(cache, name, 'patched'), { recursive: true });
    removeLeftovers(cache);
    expect(readdirSync(cache).sort()).toEqual([names.alive, names.elsewhere, '7.2'].sort());
  });
});

describe('run', () => {
  it('gives exit code and output', async () => {
    const ran = await run('sh', ['-c', 'echo a; echo b >&2; exit 3'], {
      cwd: cache,
      signal: new AbortController().signal,
    });
    expect(ran).toEqual({ code: 3, stdout: 'a\n', stderr: 'b\n' });
  });

  it('ends children of the program as well when it is aborted', async () => {
    const abort = new AbortController();
    const file = join(cache, 'late');
    const started = join(cache, 'started');
    const running = run('sh', ['-c', `sh -c 'touch ${started}; sleep 1; touch ${file}'; true`], {
      cwd: cache,
      signal: abort.signal,
    });
    while (!existsSync(started)) await new Promise((resolve) => setTimeout(resolve, 10));
    abort.abort();
    await expect(running).rejects.toThrow(/abort/i);
    await new Promise((resolve) => setTimeout(resolve, 1200));
    expect(existsSync(file)).toBe(false);
  });
});

describe('requirements', () => {
  it('names the command that installs dpkg-source', () => {
    expect(() => checkRequirements((program) => program !== 'dpkg-source')).toThrow('apt-get install');
    expect(() => checkRequirements(() => false)).toThrow(EnvironmentLack);
    expect(() => checkRequirements(() => true)).not.toThrow();
  });

  it('looks along the path', () => {
    writeFileSync(join(cache, 'tool'), '', { mode: 0o755 });
    writeFileSync(join(cache, 'text'), '', { mode: 0o644 });
    expect(isInstalled('tool', `/nowhere:${cache}`)).toBe(true);
    expect(isInstalled('text', cache)).toBe(false);
  });
});
