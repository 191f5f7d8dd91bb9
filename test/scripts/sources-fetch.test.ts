import { createHash } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sourceTree } from '../../scripts/sources/cache.js';
import { runSources } from '../../scripts/sources/command-line.js';
import { ARCHIVE_KEYRING } from '../../scripts/sources/keyring.js';
import { isInstalled } from '../../scripts/sources/run.js';
import { makeSignedArchive, type SignedArchive } from './signed-archive.js';

const NEEDED = ['apt-get', 'apt-cache', 'dpkg', 'dpkg-source', 'dpkg-scansources', 'gpg', 'tar'];

let root: string;
let cache: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sources-fetch-'));
  cache = join(root, 'cache');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

async function sources(...args: string[]) {
  const out: string[] = [];
  const said: string[] = [];
  const signal = new AbortController().signal;
  const code = await runSources(['--cache', cache, ...args], {
    out: (text) => out.push(text),
    say: (text) => said.push(text),
    signal,
  });
  return { code, out: out.join('\n'), said: said.join('\n') };
}

// apt itself, over a signed archive in a folder: no network, and the checks are the real ones.
describe.skipIf(!NEEDED.every((program) => isInstalled(program)))('npm run sources', () => {
  let archive: SignedArchive;
  let from: string[];
  beforeEach(() => {
    archive = makeSignedArchive(root);
    from = ['--mirror', archive.url, '--keyring', archive.keyring];
  });

  it('fetches both trees once, and goes on without the updates suite that is not there', async () => {
    const first = await sources(...from, '7.2');
    expect(first.said).toContain('going on without bookworm-updates');
    expect(first.code).toBe(0);
    const patched = sourceTree('7.2', 'patched', cache) ?? '';
    const unpatched = sourceTree('7.2', 'unpatched', cache) ?? '';
    expect(readFileSync(join(patched, 'VERSION'), 'utf8')).toBe('7.2.22\n');
    expect(readFileSync(join(unpatched, 'VERSION'), 'utf8')).toBe('7.2.0\n');
    expect(readdirSync(cache).sort()).toEqual(['7.2', 'manifest.json']);
    expect(readdirSync(join(cache, '7.2')).sort()).toEqual(['patched', 'qemu_7.2+dfsg-7.dsc', 'unpatched']);

    // Without the mirror: what is cached needs none.
    const second = await sources('7.2');
    expect(second).toMatchObject({ code: 0, said: '' });
    expect(second.out).toMatch(/^7\.2 {2}cached/);
    const dsc = join(cache, '7.2/qemu_7.2+dfsg-7.dsc');
    expect(JSON.parse((await sources('--list', '--json')).out)).toEqual({
      schema: 'qemu-downtime/sources@1',
      cache,
      releases: [
        {
          release: '7.2',
          version: '1:7.2+dfsg-7',
          suite: 'bookworm',
          dsc,
          dscSha256: createHash('sha256').update(readFileSync(dsc)).digest('hex'),
          patched,
          unpatched,
          cached: true,
        },
      ],
    });
  });

  it('fetches again what is no longer whole', async () => {
    await sources(...from, '7.2');
    rmSync(join(cache, '7.2/unpatched'), { recursive: true });
    writeFileSync(join(cache, '7.2/patched/VERSION'), 'changed\n');
    expect((await sources(...from, '7.2')).out).toContain('fetched');
    expect(readFileSync(join(cache, '7.2/patched/VERSION'), 'utf8')).toBe('7.2.22\n');
  });

  it('takes the newest version whose files are there', async () => {
    archive.addVersion('7.2+dfsg-7+deb12u9');
    archive.addVersion('7.2+dfsg-7+deb12u18');
    rmSync(join(archive.pool, 'qemu_7.2+dfsg-7+deb12u18.dsc'));
    const { out, said } = await sources(...from, '7.2', 'bookworm:7.2+dfsg-7');
    expect(said).toContain('7.2+dfsg-7+deb12u18, but its files are not there');
    expect(out).toContain('7.2  fetched');
    expect(out).toContain('1:7.2+dfsg-7+deb12u9 (bookworm)');
    expect(out).toMatch(/bookworm:7\.2\+dfsg-7 .* 1:7\.2\+dfsg-7/);
  });

  const forgeries: [string, (archive: SignedArchive) => void][] = [
    ['an index without a signature', ({ removeSignature }) => removeSignature()],
    ['an index changed after it was signed', ({ sources: index }) => appendFileSync(index, '\n')],
    ['a changed tarball', ({ pool }) => appendFileSync(join(pool, 'qemu_7.2+dfsg.orig.tar.gz'), 'x')],
    ['a changed .dsc', ({ pool }) => appendFileSync(join(pool, 'qemu_7.2+dfsg-7.dsc'), '\n')],
  ];
  it.each(forgeries)('refuses %s and keeps nothing of it', async (_, forge) => {
    forge(archive);
    const { code, said } = await sources(...from, '7.2');
    expect(said).toContain('apt says');
    expect(code).toBe(4);
    expect(readdirSync(cache)).toEqual([]);
  });

  it.skipIf(!existsSync(ARCHIVE_KEYRING))('refuses a signature by a key that was not asked for', async () => {
    const { code, said } = await sources('--mirror', archive.url, '7.2');
    expect(said).toContain('--keyring FILE');
    expect(code).toBe(4);
    expect(readdirSync(cache)).toEqual([]);
  });

  it('says which versions there are', async () => {
    const { code, said } = await sources(...from, 'bookworm:8.0');
    expect(said).toContain('only 1:7.2+dfsg-7 (bookworm)');
    expect(code).toBe(4);
  });
});

describe('wrong usage', () => {
  it.each([
    [[]],
    [['9.9']],
    [['--nope']],
    [['--list', '7.2']],
    [['--mirror', 'no url', '7.2']],
    [['--keyring', '/nonexistent.gpg', '7.2']],
    [['--cache', 'inside', '7.2']],
  ])('%j is refused with exit 2, before anything is written', async (args) => {
    expect((await sources(...args)).code).toBe(2);
    expect(existsSync(cache)).toBe(false);
  });

  it('lists the known releases', async () => {
    expect((await sources('9.9')).said).toContain('5.2, 7.2, 10.0');
  });
});
