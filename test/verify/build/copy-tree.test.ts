import {
  chmodSync,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { copyTree, type Overlay } from '../../../src/verify/build/copy-tree.js';
import { FolderContent } from '../../../src/verify/build/folder-content.js';
import type { ContentEntry } from '../../../src/verify/build/tree-content.js';
import { putFiles, scratchFolder } from '../../tree/write/scratch-tree.js';

let tree: string;
let folder: string;
let manifest: string;

beforeEach(() => {
  tree = scratchFolder();
  const scratch = scratchFolder();
  folder = join(scratch, 'source');
  manifest = join(scratch, 'manifest.json');
  putFiles(tree, { 'a.c': 'a', 'deep/er/b.c': 'b', configure: '#!/bin/sh\n' });
  chmodSync(join(tree, 'configure'), 0o755);
});

async function entriesOf(root = tree): Promise<ContentEntry[]> {
  const entries: ContentEntry[] = [];
  for await (const entry of new FolderContent(root).entries()) entries.push(entry);
  return entries;
}

async function copy(overlay: Readonly<Record<string, string>> = {}): Promise<number> {
  const map: Overlay = new Map(
    Object.entries(overlay).map(([path, text]) => [path, () => Buffer.from(text)]),
  );
  return (await copyTree(await entriesOf(), folder, manifest, map)).written;
}

const read = (path: string): string => readFileSync(join(folder, path), 'utf8');

/** Makes what is written anew tell itself by its time. */
function age(path: string): void {
  utimesSync(join(folder, path), 1, 1);
}
const isOld = (path: string): boolean => statSync(join(folder, path)).mtimeMs === 1000;

const entry = (path: string, text: string, kind: ContentEntry['kind'] = 'file'): ContentEntry => ({
  path,
  kind,
  identity: text,
  read: async () => Buffer.from(text),
});

describe('a copy of a tree', () => {
  it('has all of it', async () => {
    expect(await copy()).toBe(3);
    expect(readdirSync(folder, { recursive: true }).sort()).toEqual([
      ...['a.c', 'configure', 'deep', 'deep/er', 'deep/er/b.c'],
    ]);
    expect(read('deep/er/b.c')).toBe('b');
    expect(statSync(join(folder, 'configure')).mode & 0o777).toBe(0o755);
  });

  it('is not written again where nothing changed, nor where a file has other times only', async () => {
    await copy();
    age('a.c');
    expect(await copy()).toBe(0);
    utimesSync(join(tree, 'a.c'), 5, 5);
    expect(await copy()).toBe(0);
    expect(isOld('a.c')).toBe(true);
  });

  it('gets what changed, and only that', async () => {
    await copy();
    age('a.c');
    age('deep/er/b.c');
    putFiles(tree, { 'a.c': 'A' });
    expect(await copy()).toBe(1);
    expect([read('a.c'), isOld('a.c'), isOld('deep/er/b.c')]).toEqual(['A', false, true]);
  });

  it('loses what the tree lost', async () => {
    await copy();
    rmSync(join(tree, 'deep/er/b.c'));
    await copy();
    expect(existsSync(join(folder, 'deep/er/b.c'))).toBe(false);
  });

  it('follows a file that becomes a folder, and back', async () => {
    await copy();
    rmSync(join(tree, 'a.c'));
    putFiles(tree, { 'a.c/inner/x': 'x' });
    await copy();
    expect(read('a.c/inner/x')).toBe('x');
    rmSync(join(tree, 'a.c'), { recursive: true });
    putFiles(tree, { 'a.c': 'again' });
    await copy();
    expect(read('a.c')).toBe('again');
  });

  it('follows a file that may be run or not, or becomes a link', async () => {
    await copy();
    chmodSync(join(tree, 'a.c'), 0o755);
    await copy();
    expect(statSync(join(folder, 'a.c')).mode & 0o111).not.toBe(0);
    rmSync(join(tree, 'a.c'));
    symlinkSync('configure', join(tree, 'a.c'));
    await copy();
    expect(readlinkSync(join(folder, 'a.c'))).toBe('configure');
    unlinkSync(join(tree, 'a.c'));
    putFiles(tree, { 'a.c': '#!/bin/sh\n' });
    await copy();
    expect(lstatSync(join(folder, 'a.c')).isFile()).toBe(true);
  });

  it('is made anew after one that was interrupted, whatever that left', async () => {
    await copy();
    const stop = new AbortController();
    const all = await entriesOf();
    const cut = all.map(
      (one): ContentEntry => ({
        ...one,
        identity: `${one.identity}!`,
        read: async () => {
          if (one.path.startsWith('deep')) stop.abort(new Error('interrupted'));
          return Buffer.from('other');
        },
      }),
    );
    cut.push(entry('last', 'x'));
    await expect(copyTree(cut, folder, manifest, new Map(), stop.signal)).rejects.toThrow('interrupted');
    expect(existsSync(manifest)).toBe(false);
    writeFileSync(join(folder, 'stray'), '');
    expect(await copy()).toBe(3);
    expect(existsSync(join(folder, 'stray'))).toBe(false);
    expect(read('a.c')).toBe('a');
  });

  it.each(['', '{', '{"a.c":"file:1"}', '5'])(
    'is made anew where its manifest is broken: %j',
    async (text) => {
      await copy();
      writeFileSync(manifest, text);
      expect(await copy()).toBe(3);
    },
  );
});

describe('the overlay', () => {
  it('replaces and adds files, and is not written again while it stays', async () => {
    await copy({ 'a.c': 'ported', 'new/list.mak': 'x' });
    expect([read('a.c'), read('new/list.mak')]).toEqual(['ported', 'x']);
    age('a.c');
    expect(await copy({ 'a.c': 'ported', 'new/list.mak': 'x' })).toBe(0);
    expect(await copy({ 'a.c': 'other' })).toBe(1);
    expect(existsSync(join(folder, 'new/list.mak'))).toBe(false);
    expect(await copy()).toBe(1);
    expect(read('a.c')).toBe('a');
  });

  it('keeps what may be run so, and makes a file of a link', async () => {
    symlinkSync('/etc/hostname', join(tree, 'link'));
    await copy({ configure: '#!/bin/false\n', link: 'text' });
    expect(statSync(join(folder, 'configure')).mode & 0o777).toBe(0o755);
    expect([lstatSync(join(folder, 'link')).isFile(), read('link')]).toEqual([true, 'text']);
  });
});

describe('a copy stays in its folder', () => {
  it.each(['../out', 'deep/../../out', '/abs', 'a//b', '.', '..'])('with a path such as %s', async (path) => {
    const odd = [entry(path, 'x')];
    await expect(copyTree(odd, folder, manifest, new Map())).rejects.toThrow('path-leaves-tree');
    expect(readdirSync(join(folder, '..'))).toEqual(['source']);
  });

  it('with a link that has something below it, of the tree or of the overlay', async () => {
    const outside = scratchFolder();
    const link = entry('migration', outside, 'link');
    await expect(copyTree([link, entry('migration/x', 'x')], folder, manifest, new Map())).rejects.toThrow(
      'symlink-in-tree',
    );
    const overlay: Overlay = new Map([['migration/y', () => Buffer.from('y')]]);
    await expect(copyTree([link], folder, manifest, overlay)).rejects.toThrow('symlink-in-tree');
    expect(readdirSync(outside)).toEqual([]);
  });

  it('with a link that takes the place of a folder', async () => {
    await copy();
    const outside = scratchFolder();
    putFiles(outside, { 'er/b.c': 'theirs' });
    rmSync(join(tree, 'deep'), { recursive: true });
    symlinkSync(outside, join(tree, 'deep'));
    await copy();
    expect(readlinkSync(join(folder, 'deep'))).toBe(outside);
    rmSync(join(tree, 'deep'));
    putFiles(tree, { 'deep/new': 'n' });
    await copy();
    expect(read('deep/new')).toBe('n');
    expect(readdirSync(outside)).toEqual(['er']);
  });
});

describe('the content of a folder', () => {
  it('is without other tools’ folders, builds and what is no file', async () => {
    putFiles(tree, {
      '.git/config': '',
      '.pc/x': '',
      'sub/.git': 'gitdir: x',
      'out/config-host.mak': '',
      'out/x': '',
    });
    expect((await entriesOf()).map(({ path }) => path)).toEqual(['a.c', 'configure', 'deep/er/b.c']);
  });

  it('that goes while it is read is a refusal, not a defect', async () => {
    const entries = await entriesOf();
    rmSync(join(tree, 'a.c'));
    await expect(copyTree(entries, folder, manifest, new Map())).rejects.toThrow('changed-meanwhile');
  });
});
