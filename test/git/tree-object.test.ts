import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTree, serialiseTree } from '../../src/git/tree-object.js';
import { repositoryOf } from './kinds-of-repository.js';
import { git, gitBytes } from './scratch-repo.js';

const hex = (bytes: number): fc.Arbitrary<string> =>
  fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((id) => Buffer.from(id).toString('hex'));
const byteName = fc
  .array(
    fc.integer({ min: 1, max: 255 }).filter((byte) => byte !== 0x2f),
    { minLength: 1 },
  )
  .map((bytes) => Buffer.from(bytes).toString('latin1'));
const entries = (idBytes: number) =>
  fc.array(
    fc.record({
      mode: fc.constantFrom('100644', '40000', '160000', '100664'),
      name: byteName,
      id: hex(idBytes),
    }),
  );

describe('tree objects', () => {
  it.each(['sha1', 'sha256'] as const)('are read as git shows them (%s)', (format) => {
    const root = repositoryOf(format);
    const shown = gitBytes(root, ['ls-tree', '-z', 'HEAD:a']).toString('latin1').split('\0').slice(0, -1);
    const bytes = gitBytes(root, ['cat-file', 'tree', 'HEAD:a']);
    const read = parseTree(bytes, format).map(({ mode, name, id }) => {
      const type = mode === '40000' ? 'tree' : mode === '160000' ? 'commit' : 'blob';
      return `${mode.padStart(6, '0')} ${type} ${id}\t${name}`;
    });
    expect(read).toEqual(shown);
    expect(serialiseTree(parseTree(bytes, format))).toEqual(bytes);
    expect(git(root, 'rev-parse', 'HEAD:a')).toHaveLength(format === 'sha1' ? 40 : 64);
  });

  it('keep every name and id, whatever their bytes', () => {
    for (const [format, idBytes] of [
      ['sha1', 20],
      ['sha256', 32],
    ] as const)
      fc.assert(
        fc.property(entries(idBytes), (tree) => {
          expect(parseTree(serialiseTree(tree), format)).toEqual(tree);
        }),
      );
  });

  it('are not taken for whole where they break off, nor for another format’s', () => {
    const entry = { mode: '100644', name: 'name', id: 'ab'.repeat(20) };
    const bytes = serialiseTree([entry, entry]);
    const wholes = new Set([0, bytes.length / 2, bytes.length]);
    for (let end = 0; end <= bytes.length; end += 1)
      if (wholes.has(end))
        expect(parseTree(bytes.subarray(0, end), 'sha1')).toHaveLength((end * 2) / bytes.length);
      else expect(() => parseTree(bytes.subarray(0, end), 'sha1')).toThrow('not a tree object');
    expect(() => parseTree(serialiseTree([entry]), 'sha256')).toThrow('not a tree object');
  });
});
