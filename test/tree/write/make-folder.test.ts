import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeFolder } from '../../../src/tree/write/make-folder.js';
import { scratchSpace } from '../../support/scratch-space.js';

const space = scratchSpace();

describe('makeFolder', () => {
  it('makes the folders above it, and takes those that are there', () => {
    const folder = join(space, 'a/b/c');
    makeFolder(folder);
    makeFolder(folder);
    mkdirSync(join(folder, 'd'));
    expect(existsSync(join(folder, 'd'))).toBe(true);
  });

  it('fails where a file is, and below it', () => {
    writeFileSync(join(space, 'file'), '');
    expect(() => makeFolder(join(space, 'file'))).toThrow(/EEXIST/);
    expect(() => makeFolder(join(space, 'file/a/b'))).toThrow(/ENOTDIR|EEXIST|ENOENT/);
  });

  it.runIf(process.platform === 'linux')(
    'fails where the system makes the folders, and comes to an end',
    () => {
      expect(() => makeFolder('/proc/no-such-folder/a')).toThrow(/ENOENT|EACCES|EPERM/);
    },
  );
});
