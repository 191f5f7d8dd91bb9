import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newObject } from '../../src/git/new-object.js';
import { packStream } from '../../src/git/pack-stream.js';
import { git, gitBytes, scratchFolder, scratchRepo } from './scratch-repo.js';

/** Lengths around those at which their own notation gets a byte longer, up to twice the largest file of QEMU's here. */
const LENGTHS = [0, 1, 15, 16, 2047, 2048, 262_143, 262_144, 600_000];

describe('packStream', () => {
  it.each(['sha1', 'sha256'] as const)('is a packfile to git, of any lengths (%s)', (format) => {
    const root = scratchRepo(format);
    const objects = LENGTHS.map((length) => newObject('blob', randomBytes(length), format));
    const pack = join(scratchFolder(), 'new.pack');
    writeFileSync(pack, packStream(objects, format));
    git(root, 'index-pack', '--strict', pack);
    const listed = git(root, 'verify-pack', '-v', pack).split('\n');
    const seen = listed.filter((line) => / blob /.test(line)).map((line) => line.split(/ +/).slice(0, 3));
    expect(seen).toEqual(objects.map(({ id, bytes }) => [id, 'blob', `${bytes.length}`]));
  });

  it('carries every type', () => {
    const root = scratchRepo();
    const objects = (['commit', 'tree', 'blob'] as const).map((type) => {
      const name = { commit: 'HEAD', tree: 'HEAD^{tree}', blob: 'HEAD:other' }[type];
      return newObject(type, gitBytes(root, ['cat-file', type, name]), 'sha1');
    });
    const empty = scratchFolder();
    git(empty, 'init', '--quiet');
    gitBytes(empty, ['unpack-objects', '-q'], { input: packStream(objects, 'sha1') });
    for (const { id, type } of objects) expect(git(empty, 'cat-file', '-t', id)).toBe(type);
  });

  it('is compressed', () => {
    const blob = newObject('blob', Buffer.alloc(100_000, 'text '), 'sha1');
    expect(packStream([blob], 'sha1').length).toBeLessThan(1000);
  });
});
