import { describe, expect, it } from 'vitest';
import { howToGet } from '../../../src/verify/build/how-to-get.js';

const MODULES = {
  folders: [],
  submodules: ['ui/keycodemapdb', 'tests/fp/berkeley-softfloat-3'],
  subprojects: [],
};
const WRAPS = { folders: [], submodules: [], subprojects: ['keycodemapdb', 'berkeley-softfloat-3'] };

const FOLDERS = { folders: ['hw', 'ui'], submodules: [], subprojects: [] };

describe('how to get what a tree lacks', () => {
  it.each([
    [
      FOLDERS,
      { kind: 'checkout', folder: '/src/qemu' },
      'take the whole tree: git -C /src/qemu sparse-checkout disable',
    ],
    [FOLDERS, { kind: 'files', folder: '.' }, 'take the whole tree, such as a release tarball of QEMU'],
    [
      MODULES,
      { kind: 'checkout', folder: '/src/qemu' },
      'git -C /src/qemu submodule update --init ui/keycodemapdb tests/fp/berkeley-softfloat-3',
    ],
    [
      MODULES,
      { kind: 'checkout', folder: "my qemu's" },
      "git -C 'my qemu'\\''s' submodule update --init ui/keycodemapdb tests/fp/berkeley-softfloat-3",
    ],
    [
      MODULES,
      { kind: 'revision', folder: '.' },
      'with it checked out: git -C . submodule update --init ui/keycodemapdb tests/fp/berkeley-softfloat-3',
    ],
    [
      MODULES,
      { kind: 'files', folder: '.' },
      'take the release tarball of QEMU, which has them, or a git clone',
    ],
    [
      WRAPS,
      { kind: 'checkout', folder: '.' },
      'meson subprojects download --sourcedir . keycodemapdb berkeley-softfloat-3',
    ],
    [
      WRAPS,
      { kind: 'revision', folder: '.' },
      'git does not hold them: verify a checkout of it, after meson subprojects download --sourcedir CHECKOUT keycodemapdb berkeley-softfloat-3',
    ],
  ] as const)('%j %j', (absent, origin, command) => {
    expect(howToGet(absent, origin)).toBe(command);
  });
});
