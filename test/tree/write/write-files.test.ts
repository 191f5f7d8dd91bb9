import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { writeFiles } from '../../../src/tree/write/write-files.js';
import { failureOf } from '../refusal.js';
import { MARKED_CHANGES } from './marked-changes.js';
import { putFiles, scratchFolder, scratchTree, stateOfTree } from './scratch-tree.js';

const [FIRST, SECOND, THIRD] = [
  'migration/migration.c',
  'migration/savevm.c',
  'migration/trace-events',
] as const;

describe('writeFiles', () => {
  it('writes every file and leaves nothing behind', async () => {
    const root = scratchTree();
    await writeFiles(root, MARKED_CHANGES);
    expect(stateOfTree(root)).toBe('new');
  });

  it('keeps mode and owner', async () => {
    const root = scratchTree();
    chmodSync(join(root, FIRST), 0o751);
    chownSync(join(root, FIRST), 12345, 23456);
    await writeFiles(root, MARKED_CHANGES);
    const { mode, uid, gid } = statSync(join(root, FIRST));
    expect({ mode: mode & 0o7777, uid, gid }).toEqual({ mode: 0o751, uid: 12345, gid: 23456 });
  });

  it('does not touch a file whose bytes stay, nor a tree without changes', async () => {
    const root = scratchTree();
    const unchanged = MARKED_CHANGES.map((change) => ({ ...change, after: change.before }));
    const steps: string[] = [];
    await writeFiles(root, unchanged, { onStep: (step) => steps.push(step) });
    expect(steps).toEqual([]);
    expect(stateOfTree(root)).toBe('old');
  });

  it('breaks a hard link as git does: the other name keeps the old bytes', async () => {
    const root = scratchTree();
    const other = join(scratchFolder(), 'other');
    linkSync(join(root, FIRST), other);
    await writeFiles(root, MARKED_CHANGES);
    expect(readFileSync(other, 'utf8')).toBe(`old ${FIRST}\n`);
    expect(stateOfTree(root)).toBe('new');
  });

  it('accepts no path that is not a target', async () => {
    const change = { path: 'configure', before: Buffer.from('a'), after: Buffer.from('b') };
    await expect(writeFiles(scratchTree(), [change])).rejects.toThrow(/not a file that may be written/);
  });
});

describe('writeFiles refuses, and the tree stays as it was', () => {
  const CASES: readonly { what: string; code: string; file: string; plant: (root: string) => void }[] = [
    {
      what: 'a file changed since it was read',
      code: 'changed-meanwhile',
      file: SECOND,
      plant: (root) => putFiles(root, { [SECOND]: 'edited' }),
    },
    {
      what: 'a file gone since it was read',
      code: 'changed-meanwhile',
      file: THIRD,
      plant: (root) => rmSync(join(root, THIRD)),
    },
    {
      what: 'a read-only file',
      code: 'not-writable',
      file: THIRD,
      plant: (root) => chmodSync(join(root, THIRD), 0o444),
    },
    {
      what: 'a read-only folder',
      code: 'not-writable',
      file: 'migration',
      plant: (root) => chmodSync(join(root, 'migration'), 0o555),
    },
    {
      what: 'a read-only top folder',
      code: 'not-writable',
      file: '.',
      plant: (root) => chmodSync(root, 0o555),
    },
    {
      what: 'a symlink with the right bytes',
      code: 'symlink-in-tree',
      file: THIRD,
      plant: (root) => {
        renameSync(join(root, THIRD), join(root, 'real'));
        symlinkSync('../real', join(root, THIRD));
      },
    },
    {
      what: 'a folder that is a symlink to the right files',
      code: 'symlink-in-tree',
      file: 'migration',
      plant: (root) => {
        renameSync(join(root, 'migration'), join(root, 'real'));
        symlinkSync('real', join(root, 'migration'));
      },
    },
    {
      what: 'a FIFO',
      code: 'not-a-regular-file',
      file: SECOND,
      plant: (root) => {
        rmSync(join(root, SECOND));
        execFileSync('mkfifo', [join(root, SECOND)]);
      },
    },
    {
      what: 'a folder in a file’s place',
      code: 'not-a-regular-file',
      file: SECOND,
      plant: (root) => {
        rmSync(join(root, SECOND));
        mkdirSync(join(root, SECOND));
      },
    },
    {
      what: 'a FIFO in the lock’s place',
      code: 'not-a-regular-file',
      file: '.qemu-downtime.lock',
      plant: (root) => execFileSync('mkfifo', [join(root, '.qemu-downtime.lock')]),
    },
    {
      what: 'a lock that is not ours',
      code: 'foreign-lock',
      file: '.qemu-downtime.lock',
      plant: (root) => putFiles(root, { '.qemu-downtime.lock': '{"pid":1}' }),
    },
  ];

  it.each(CASES)('$what', { timeout: 5000 }, async ({ code, file, plant }) => {
    const root = scratchTree();
    plant(root);
    const before = snapshot(root);
    const steps: string[] = [];
    const options = { onStep: (step: string): unknown => steps.push(step) };
    expect(await failureOf(() => writeFiles(root, MARKED_CHANGES, options))).toEqual({ code, exit: 3, file });
    expect(snapshot(root)).toBe(before);
    // Everything is looked at before the first byte is written.
    expect(steps).not.toContain('temp-written');
  });

  // Every point of the write before its end at which somebody else may save a file from an editor.
  it.each([
    { step: 'temp-written', path: SECOND, reached: ['locked', 'temp-written', 'temp-written'] },
    {
      step: 'temp-written',
      path: THIRD,
      reached: ['locked', 'temp-written', 'temp-written', 'temp-written'],
    },
    {
      step: 'journal-written',
      path: undefined,
      reached: ['journal-written', 'renamed', 'renamed', 'undo-prepared'],
    },
    { step: 'renamed', path: FIRST, reached: ['journal-written', 'renamed', 'renamed', 'undo-prepared'] },
  ])('a file edited at $step $path', async ({ step, path, reached }) => {
    const root = scratchTree();
    const steps: string[] = [];
    const refused = await failureOf(() =>
      writeFiles(root, MARKED_CHANGES, {
        onStep: (at, which) => {
          steps.push(at);
          if (at === step && which === path) putFiles(root, { [THIRD]: 'edited' });
        },
      }),
    );
    expect(refused).toEqual({ code: 'changed-meanwhile', exit: 3, file: THIRD });
    expect(steps.join()).toContain(reached.join());
    expect(steps.includes('journal-written')).toBe(reached.includes('journal-written'));
    expect(readFileSync(join(root, THIRD), 'utf8')).toBe('edited');
    putFiles(root, { [THIRD]: `old ${THIRD}\n` });
    expect(stateOfTree(root)).toBe('old');
  });

  it('a file that becomes a symlink between two renames; the file already replaced is put back', async () => {
    const root = scratchTree();
    const outside = scratchFolder();
    putFiles(outside, { events: `old ${THIRD}\n` });
    const refused = await failureOf(() =>
      writeFiles(root, MARKED_CHANGES, {
        onStep: (step) => {
          if (step !== 'renamed' || statSync(join(root, THIRD)).nlink === 0) return;
          rmSync(join(root, THIRD));
          symlinkSync(join(outside, 'events'), join(root, THIRD));
        },
      }),
    );
    expect(refused.code).toBe('symlink-in-tree');
    expect(readFileSync(join(outside, 'events'), 'utf8')).toBe(`old ${THIRD}\n`);
    rmSync(join(root, THIRD));
    putFiles(root, { [THIRD]: `old ${THIRD}\n` });
    expect(stateOfTree(root)).toBe('old');
  });
});

describe('a full disk', () => {
  // Mounting needs root. Where it isn't permitted this fails: a skipped test would claim what nobody has seen.
  const smallDisk = (): string => {
    const folder = scratchFolder();
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=128k', 'tmpfs', folder], { stdio: 'pipe' });
    onTestFinished(() => {
      execFileSync('umount', [folder]);
    });
    return folder;
  };

  // From no room for the lock up to room for some of the temporary files.
  it.each([0, 1, 2, 3, 4, 5])('with %i pages left leaves the tree as it was', async (pages) => {
    const root = scratchTree(smallDisk());
    const large = MARKED_CHANGES.map((change) => ({ ...change, after: Buffer.alloc(10_000, 'x') }));
    const free = Number(execFileSync('stat', ['-f', '-c', '%f', root], { encoding: 'utf8' }));
    writeFileSync(join(root, 'ballast'), Buffer.alloc((free - pages) * 4096));
    const refused = await failureOf(() => writeFiles(root, large));
    expect(refused).toMatchObject({ code: 'no-space', exit: 4 });
    rmSync(join(root, 'ballast'));
    expect(stateOfTree(root)).toBe('old');
  });
});

/** Names, kinds, modes and bytes of everything below a folder. */
function snapshot(root: string): string {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const kind = entry.isFile()
        ? readFileSync(path, 'latin1')
        : `${entry.isDirectory()}${entry.isSymbolicLink()}`;
      return `${path} ${entry.isSymbolicLink() ? '' : statSync(path).mode} ${kind}`;
    })
    .sort()
    .join('\n');
}
