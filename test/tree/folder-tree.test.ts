import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, statSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openFolderTree } from '../../src/tree/folder-tree.js';
import { failureOf } from './refusal.js';
import { putFiles, scratchFolder, scratchTree } from './write/scratch-tree.js';

const SOURCE = 'migration/migration.c';

describe('openFolderTree', () => {
  it('reads bytes, version and facts', () => {
    const root = scratchTree();
    const bytes = Buffer.from([0xef, 0xbb, 0xbf, 0x00, 0xff, 0x0d, 0x0a]);
    putFiles(root, { [SOURCE]: bytes });
    const tree = openFolderTree(root);
    expect(tree.version).toBe('7.2.0');
    expect(tree.read(SOURCE)).toEqual(bytes);
    const id = execFileSync('git', ['hash-object', '--no-filters', join(root, SOURCE)], { encoding: 'utf8' });
    expect(tree.facts(SOURCE).blobId).toBe(id.trim());
    expect(tree.facts(SOURCE).ino).toBe(statSync(join(root, SOURCE), { bigint: true }).ino);
    expect(tree.facts(SOURCE).size).toBe(bytes.length);
  });

  it('may be named by a symbolic link', () => {
    const root = scratchTree();
    const link = join(scratchFolder(), 'qemu');
    symlinkSync(root, link);
    const tree = openFolderTree(link);
    expect(tree.root).toBe(root);
    expect(tree.name).toBe(link);
    expect(tree.read(SOURCE).toString()).toContain('old');
  });

  it('refuses no folder and no QEMU tree', async () => {
    const root = scratchFolder();
    expect(await failureOf(() => openFolderTree(join(root, 'none')))).toMatchObject({
      code: 'no-such-tree',
      exit: 3,
    });
    expect(await failureOf(() => openFolderTree(root))).toMatchObject({ code: 'not-a-qemu-tree', exit: 3 });
    putFiles(root, { file: '' });
    expect(await failureOf(() => openFolderTree(join(root, 'file')))).toMatchObject({ code: 'no-such-tree' });
  });

  it('takes no version from a VERSION that leads out of the tree', () => {
    const root = scratchTree();
    const outside = scratchFolder();
    putFiles(outside, { secret: 'hunter2' });
    rmSync(join(root, 'VERSION'));
    symlinkSync(join(outside, 'secret'), join(root, 'VERSION'));
    expect(openFolderTree(root).version).toBeNull();
  });

  it('refuses a tree in the middle of a write', async () => {
    const root = scratchTree();
    putFiles(root, { '.qemu-downtime.journal': '{}' });
    expect(await failureOf(() => openFolderTree(root))).toMatchObject({ code: 'interrupted-write', exit: 3 });
  });

  it.each(['../x', '/etc/passwd', 'migration/../VERSION', '', 'migration//savevm.c', './VERSION', 'a\0b'])(
    'refuses the path %j',
    async (path) => {
      const tree = openFolderTree(scratchTree());
      expect(await failureOf(() => tree.read(path))).toMatchObject({ code: 'path-leaves-tree', exit: 3 });
    },
  );
});

describe('reading something else in a file’s place is refused', () => {
  const outside = (): string => {
    const folder = scratchFolder();
    putFiles(folder, { 'migration.c': 'outside', 'savevm.c': 'outside', 'trace-events': 'outside' });
    return folder;
  };

  const PLANTS: readonly { what: string; code: string; file: string; plant: (root: string) => unknown }[] = [
    {
      what: 'a symlink out of the tree',
      code: 'symlink-in-tree',
      file: SOURCE,
      plant: (root) => symlinkSync(join(outside(), 'migration.c'), join(root, SOURCE)),
    },
    {
      what: 'a symlink inside the tree',
      code: 'symlink-in-tree',
      file: SOURCE,
      plant: (root) => symlinkSync('savevm.c', join(root, SOURCE)),
    },
    {
      what: 'a dangling symlink',
      code: 'symlink-in-tree',
      file: SOURCE,
      plant: (root) => symlinkSync('nowhere', join(root, SOURCE)),
    },
    {
      what: 'a folder that is a symlink',
      code: 'symlink-in-tree',
      file: 'migration',
      plant: (root) => {
        renameSync(join(root, 'migration'), join(root, 'elsewhere'));
        symlinkSync(outside(), join(root, 'migration'));
      },
    },
    {
      what: 'a FIFO',
      code: 'not-a-regular-file',
      file: SOURCE,
      plant: (root) => execFileSync('mkfifo', [join(root, SOURCE)]),
    },
    {
      what: 'a folder',
      code: 'not-a-regular-file',
      file: SOURCE,
      plant: (root) => mkdirSync(join(root, SOURCE)),
    },
    {
      what: 'a device',
      code: 'not-a-regular-file',
      file: SOURCE,
      plant: (root) => execFileSync('mknod', [join(root, SOURCE), 'c', '1', '5']),
    },
    {
      what: 'a socket',
      code: 'not-a-regular-file',
      file: SOURCE,
      plant: (root) =>
        new Promise<void>((resolve) => {
          const server = createServer().listen(join(root, SOURCE), resolve);
          onTestFinished(() => {
            server.close();
          });
        }),
    },
    {
      what: 'an endless file',
      code: 'too-large',
      file: SOURCE,
      plant: (root) => {
        writeFileSync(join(root, SOURCE), '');
        truncateSync(join(root, SOURCE), 2 ** 33);
      },
    },
  ];

  it.each(PLANTS)('$what', { timeout: 5000 }, async ({ code, file, plant }) => {
    const root = scratchTree();
    rmSync(join(root, SOURCE));
    await plant(root);
    expect(await failureOf(() => openFolderTree(root).read(SOURCE))).toEqual({ code, exit: 3, file });
  });
});
