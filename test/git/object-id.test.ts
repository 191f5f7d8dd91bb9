import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { objectId } from '../../src/git/object-id.js';
import { blobId } from '../../src/tree/blob-id.js';
import { git, gitBytes, scratchRepo } from './scratch-repo.js';

describe('objectId', () => {
  it.each(['sha1', 'sha256'] as const)('is the name that git gives the object (%s)', (format) => {
    const root = scratchRepo(format);
    const names = { blob: 'HEAD:other', tree: 'HEAD^{tree}', commit: 'HEAD' } as const;
    for (const type of ['blob', 'tree', 'commit'] as const) {
      const bytes = gitBytes(root, ['cat-file', type, names[type]]);
      expect(objectId(type, bytes, format)).toBe(git(root, 'rev-parse', names[type]));
    }
  });

  it('agrees with the ids that the tree layer shows', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.constantFrom('sha1', 'sha256'), (bytes, format) => {
        expect(objectId('blob', Buffer.from(bytes), format)).toBe(blobId(Buffer.from(bytes), format));
      }),
    );
  });
});
