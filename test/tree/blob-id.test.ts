import { describe, expect, it } from 'vitest';
import { blobId } from '../../src/tree/blob-id.js';

describe('blobId', () => {
  it('is git’s name for the bytes, in either object format', () => {
    expect(blobId(Buffer.alloc(0))).toBe('e69de29bb2d1d6434b8b29ae775ad8c2e48c5391');
    expect(blobId(Buffer.alloc(0), 'sha256')).toBe(
      '473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813',
    );
  });
});
