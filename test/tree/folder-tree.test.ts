import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, statSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, relative as relativeTo } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Failure } from '../../src/problem/problem.js';
import { openFolderTree } from '../../src/tree/folder-tree.js';
import { failureOf } from './refusal.js';
import { putFiles, scratchFolder, scratchTree } from './write/scratch-tree.js';

const SOURCE = 'migration/migration.c';

/** The code of a refusal, and the folder that it advises to give. */
async function adviceOf(run: () => unknown): Promise<string[]> {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const [{ code = '', next = '' } = {}] = error.problems;
    return [code, next.replace('give the top folder of the tree: ', '')];
  }
  throw new Error('nothing was refused');
}

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

  it('refuses a folder in a tree, and names the top folder as the user would', async () => {
    const root = scratchTree();
    putFiles(root, { 'hw/core/machine.c': '', 'migration/trace-events': '' });
    const link = join(scratchFolder(), 'link');
    symlinkSync(join(root, 'migration'), link);
    const relative = relativeTo(process.cwd(), root);
    const given = [
      ['migration', 'not-the-top-folder', root],
      ['migration/', 'not-the-top-folder', root],
      ['hw/core', 'not-a-qemu-tree', root],
    ] as const;
    for (const [path, code, top] of given) {
      expect(await adviceOf(() => openFolderTree(`${root}/${path}`))).toEqual([code, top]);
      expect(await adviceOf(() => openFolderTree(`${relative}/${path}`))).toEqual([code, relative]);
    }
    expect(await adviceOf(() => openFolderTree(link))).toEqual(['not-the-top-folder', root]);
  });

  it('takes a folder called migration that is a tree itself, or whose tree is not there', () => {
    const flat = { 'migration.c': '', 'savevm.c': '', 'trace-events': '' };
    const old = scratchFolder();
    putFiles(old, { VERSION: '7.2.0\n' });
    for (const [name, text] of Object.entries({ ...flat, VERSION: '1.0\n' }))
      putFiles(old, { [`migration/${name}`]: text });
    expect(openFolderTree(join(old, 'migration')).version).toBe('1.0');
    const alone = scratchFolder();
    for (const [name, text] of Object.entries(flat)) putFiles(alone, { [`migration/${name}`]: text });
    expect(openFolderTree(join(alone, 'migration')).layout.savevm).toBe('savevm.c');
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
