import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { bytesOf, copyOf, targetsOf } from '../../support/fixture-trees.js';
import { expectRefused } from '../../support/place-of.js';
import { cli } from '../../support/run-cli.js';
import { expectUntouched, stateOf } from '../../support/tree-state.js';
import { putFiles, scratchFolder } from '../../tree/write/scratch-tree.js';

/** Trees and files that are not what they should be: refused, nothing touched, inside the tree or out of it. */

const TREE = 'H-6.2';
const M = 'migration/migration.c';

describe('no QEMU tree', () => {
  const CASES: readonly { what: string; make: () => string; code: string; place: RegExp }[] = [
    {
      what: 'an empty folder',
      make: scratchFolder,
      code: 'not-a-qemu-tree',
      place: /has none of: migration\/migration\.c, migration\.c; none of: /,
    },
    {
      what: 'a folder of something else',
      make: () => {
        const root = scratchFolder();
        putFiles(root, { 'migration.c': 'int x;\n', VERSION: '1\n' });
        return root;
      },
      code: 'not-a-qemu-tree',
      place: /none of: migration\/savevm\.c, savevm\.c/,
    },
    {
      what: 'no folder',
      make: () => join(scratchFolder(), 'none'),
      code: 'no-such-tree',
      place: /none: no such folder/,
    },
    {
      what: 'a file',
      make: () => {
        const root = scratchFolder();
        putFiles(root, { file: '' });
        return join(root, 'file');
      },
      code: 'no-such-tree',
      place: /file: not a folder/,
    },
  ];
  it.each(CASES)('$what', async ({ make, code, place }) => {
    const path = make();
    for (const command of ['apply', 'revert']) {
      expectRefused(await cli([command, path]), code, place);
      expectRefused(await cli([command, '--check', path]), code, place);
    }
  });
});

describe('something else in a file’s place', () => {
  const outside = (): string => {
    const folder = scratchFolder();
    cpSync(copyOf(TREE), folder, { recursive: true });
    return folder;
  };
  const CASES: readonly {
    what: string;
    plant: (root: string, far: string) => void;
    code: string;
    place: string;
  }[] = [
    {
      what: 'a symbolic link to a file outside',
      plant: (root, far) => {
        rmSync(join(root, M));
        symlinkSync(join(far, M), join(root, M));
      },
      code: 'symlink-in-tree',
      place: `${M}: `,
    },
    {
      what: 'a symbolic link to a file inside',
      plant: (root) => {
        renameSync(join(root, M), join(root, 'other.c'));
        symlinkSync('../other.c', join(root, M));
      },
      code: 'symlink-in-tree',
      place: `${M}: `,
    },
    {
      what: 'a symbolic link to nothing',
      plant: (root) => {
        rmSync(join(root, M));
        symlinkSync('nothing', join(root, M));
      },
      code: 'symlink-in-tree',
      place: `${M}: `,
    },
    {
      what: 'a folder that is a symbolic link',
      plant: (root, far) => {
        rmSync(join(root, 'migration'), { recursive: true });
        symlinkSync(join(far, 'migration'), join(root, 'migration'));
      },
      code: 'symlink-in-tree',
      place: 'migration: ',
    },
    {
      what: 'a FIFO',
      plant: (root) => {
        rmSync(join(root, M));
        execFileSync('mkfifo', [join(root, M)]);
      },
      code: 'not-a-regular-file',
      place: `${M}: `,
    },
    {
      what: 'a folder',
      plant: (root) => {
        rmSync(join(root, M));
        mkdirSync(join(root, M));
      },
      code: 'not-a-regular-file',
      place: `${M}: `,
    },
  ];
  it.each(CASES)('$what', { timeout: 20_000 }, async ({ plant, code, place }) => {
    const root = copyOf(TREE);
    const far = outside();
    plant(root, far);
    const [before, farBefore] = [stateOf(root), stateOf(far)];
    for (const options of [[], ['--check'], ['--dry-run']])
      expectRefused(await cli(['apply', ...options, root]), code, place);
    expectUntouched(root, before);
    expectUntouched(far, farBefore);
  });

  it('a file in the folder’s place', async () => {
    const root = copyOf(TREE);
    rmSync(join(root, 'migration'), { recursive: true });
    writeFileSync(join(root, 'migration'), '');
    const before = stateOf(root);
    expectRefused(await cli(['apply', root]), 'not-a-folder', 'migration: a regular file');
    expectRefused(
      await cli(['apply', '--check', root]),
      'not-a-qemu-tree',
      'has none of: migration/migration.c',
    );
    expectUntouched(root, before);
  });

  it('a tree that is itself named by a symbolic link is taken', async () => {
    const root = copyOf(TREE);
    const link = join(scratchFolder(), 'qemu');
    symlinkSync(root, link);
    expect((await cli(['apply', link])).code).toBe(0);
    expect((await cli(['apply', '--check', root])).code).toBe(0);
  });

  it('a hard link keeps the old bytes under its other name', async () => {
    const root = copyOf(TREE);
    const far = scratchFolder();
    execFileSync('ln', [join(root, M), join(far, 'other')]);
    const before = readFileSync(join(far, 'other'));
    expect((await cli(['apply', root])).code).toBe(0);
    expect(readFileSync(join(far, 'other'))).toEqual(before);
  });
});

describe('what may not be written', () => {
  const CASES: readonly { what: string; path: string; mode: number; place: string }[] = [
    { what: 'a file', path: M, mode: 0o444, place: `${M}: ` },
    {
      what: 'another of the files',
      path: 'migration/trace-events',
      mode: 0o444,
      place: 'migration/trace-events: ',
    },
    { what: 'the folder of the files', path: 'migration', mode: 0o555, place: 'migration: ' },
    { what: 'the top folder', path: '.', mode: 0o555, place: '.: ' },
  ];
  it.each(CASES)('$what without write permission', async ({ path, mode, place }) => {
    const root = copyOf(TREE);
    const old = statSync(join(root, path)).mode;
    chmodSync(join(root, path), mode);
    onTestFinished(() => chmodSync(join(root, path), old));
    const before = stateOf(root);
    expectRefused(
      await cli(['apply', root]),
      'not-writable',
      new RegExp(`^qemu-downtime: ${place.replaceAll('.', '\\.')}`, 'm'),
    );
    expectUntouched(root, before);
    // Looking needs no permission to write.
    expect((await cli(['apply', '--check', root])).code).toBe(1);
    expectUntouched(root, before);
  });

  it('keeps the modes of the files', async () => {
    const root = copyOf(TREE);
    chmodSync(join(root, M), 0o664);
    chmodSync(join(root, 'migration/savevm.c'), 0o600);
    await cli(['apply', root]);
    expect(statSync(join(root, M)).mode & 0o777).toBe(0o664);
    expect(statSync(join(root, 'migration/savevm.c')).mode & 0o777).toBe(0o600);
  });
});

/** A small file system of its own. Where mounting is not permitted the test fails: it must run somewhere. */
function smallDisk(size: string): string {
  const folder = scratchFolder();
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder]);
  onTestFinished(() => {
    execFileSync('umount', [folder]);
  });
  return folder;
}

describe('no space left', () => {
  it.each([0, 1, 2, 3, 5, 8])(
    'with %i pages free: nothing is written, and it works once there is room',
    async (pages) => {
      const disk = smallDisk('1m');
      const root = copyOf(TREE, join(disk, 'tree'));
      const before = bytesOf(root);
      const names = Object.keys(stateOf(root));
      const { bavail, bsize } = await import('node:fs').then((fs) => fs.statfsSync(disk));
      const filler = join(disk, 'filler');
      writeFileSync(filler, Buffer.alloc((bavail - pages) * bsize));
      const run = await cli(['apply', root]);
      expect(run.code, run.stderr).toBe(4);
      expect(run.stderr).toMatch(/ENOSPC.*\[no-space\]/);
      expect(run.stderr).toMatch(/^\S+: /m);
      expect(run.stderr).not.toContain('a defect of this program');
      expect(bytesOf(root)).toEqual(before);
      expect(Object.keys(stateOf(root))).toEqual(names);
      rmSync(filler);
      expect((await cli(['apply', root])).code).toBe(0);
      expect((await cli(['revert', root])).code).toBe(0);
      expect(bytesOf(root)).toEqual(before);
    },
  );

  it('on a read-only disk', async () => {
    const disk = smallDisk('4m');
    const root = copyOf(TREE, join(disk, 'tree'));
    execFileSync('mount', ['-o', 'remount,ro', disk]);
    const before = stateOf(root);
    expectRefused(await cli(['apply', root]), 'not-writable', /EROFS/);
    expectUntouched(root, before);
    expect((await cli(['apply', '--check', root])).code).toBe(1);
  });

  it('for the result: no half of one is left', async () => {
    const disk = smallDisk('16k');
    const root = copyOf(TREE);
    const run = await cli(['apply', '--check', '--format', 'diff', '--output', join(disk, 'result'), root]);
    const whole = await cli(['apply', '--check', '--format', 'diff', root]);
    if (whole.out.length > 16_384) expect(run.code).toBe(4);
    const filler = join(disk, 'filler');
    const { bavail, bsize } = await import('node:fs').then((fs) => fs.statfsSync(disk));
    writeFileSync(filler, Buffer.alloc(bavail * bsize));
    const full = await cli(['checkpoints', '--output', join(disk, 'list')]);
    expect(full.code).toBe(4);
    expect(Object.keys(stateOf(disk)).filter((name) => /list|tmp/.test(name))).toEqual([]);
  });
});

it('the files named in a refusal are those of the tree’s own layout', async () => {
  const root = copyOf('C-2.3');
  expect(targetsOf(root)).toEqual({ migration: M, savevm: 'savevm.c', events: 'trace-events' });
  writeFileSync(join(root, 'savevm.c'), '');
  expectRefused(await cli(['apply', root]), 'empty', /^savevm\.c:1: /m);
});
