import { chmodSync, existsSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { blobId } from '../../../src/tree/blob-id.js';
import { recoverTree } from '../../../src/tree/write/recover.js';
import { writeFiles } from '../../../src/tree/write/write-files.js';
import { failureOf } from '../refusal.js';
import { MARKED_CHANGES } from './marked-changes.js';
import { listFiles, putFiles, scratchFolder, scratchTree, stateOfTree } from './scratch-tree.js';

const JOURNAL = '.qemu-downtime.journal';

interface Entry {
  path: string;
  temp: string;
  before: string;
  after: string;
}

function entries(): Entry[] {
  return MARKED_CHANGES.map(({ path, before, after }) => ({
    path,
    temp: path.replace('/', '/.').concat('.qemu-downtime-99.tmp'),
    before: blobId(before),
    after: blobId(after),
  }));
}

/** The tree of a run killed after `renamed` of its renames. */
function killedAfter(renamed: number, change: (files: Entry[]) => unknown = () => undefined): string {
  const root = scratchTree();
  const files = entries();
  for (const [index, { path, after }] of MARKED_CHANGES.entries()) {
    putFiles(root, { [index < renamed ? path : (files[index]?.temp ?? '')]: after });
  }
  change(files);
  putFiles(root, { [JOURNAL]: JSON.stringify({ format: 'qemu-downtime journal 1', files }) });
  return root;
}

describe('recoverTree', () => {
  it.each([0, 1, 2, 3])('completes a write killed after %i renames', async (renamed) => {
    const root = killedAfter(renamed);
    expect(await recoverTree(root)).toBe('completed');
    expect(stateOfTree(root)).toBe('new');
    expect(await recoverTree(root)).toBe('nothing');
  });

  it('is done by the next write as well, which then sees the new bytes', async () => {
    const root = killedAfter(1);
    expect(await failureOf(() => writeFiles(root, MARKED_CHANGES))).toMatchObject({
      code: 'changed-meanwhile',
    });
    expect(stateOfTree(root)).toBe('new');
  });

  it('gives up a write that changed nothing yet and can no longer be completed', async () => {
    const root = killedAfter(0);
    const [first] = entries();
    rmSync(join(root, first?.temp ?? ''));
    expect(await recoverTree(root)).toBe('dropped');
    expect(stateOfTree(root)).toBe('old');
  });

  it('refuses to mix: a file was edited after the kill', async () => {
    const root = killedAfter(1);
    putFiles(root, { 'migration/savevm.c': 'edited' });
    const refused = await failureOf(() => recoverTree(root));
    expect(refused).toEqual({ code: 'journal-conflict', exit: 3, file: 'migration/savevm.c' });
    expect(readFileSync(join(root, 'migration/savevm.c'), 'utf8')).toBe('edited');
    // Put back as the message says, the write can be completed after all.
    putFiles(root, { 'migration/savevm.c': 'old migration/savevm.c\n' });
    expect(await recoverTree(root)).toBe('completed');
  });

  it('refuses to mix: a temporary file is gone of a write that changed something', async () => {
    const root = killedAfter(1);
    const missing = entries().find(({ temp }) => existsSync(join(root, temp)));
    rmSync(join(root, missing?.temp ?? ''));
    const refused = await failureOf(() => recoverTree(root));
    expect(refused).toEqual({ code: 'journal-conflict', exit: 3, file: missing?.path });
    expect(existsSync(join(root, JOURNAL))).toBe(true);
  });

  it('completes the undoing, not the write, of a run killed while it undid', async () => {
    const root = scratchTree();
    let undoing = false;
    const cutOff = writeFiles(root, MARKED_CHANGES, {
      onStep: (step, path) => {
        if (step === 'renamed' && undoing) throw new Error('cut off');
        if (step === 'undo-prepared') undoing = true;
        if (step === 'renamed' && path === 'migration/savevm.c')
          putFiles(root, { 'migration/trace-events': 'edited' });
      },
    });
    await expect(cutOff).rejects.toThrow('cut off');
    expect(readFileSync(join(root, 'migration/savevm.c'), 'utf8')).toContain('new');
    expect(await recoverTree(root)).toBe('completed');
    putFiles(root, { 'migration/trace-events': 'old migration/trace-events\n' });
    expect(stateOfTree(root)).toBe('old');
  });

  it('removes temporary files that no journal names, and nothing else', async () => {
    const root = scratchTree();
    putFiles(root, {
      'migration/.migration.c.qemu-downtime-7.tmp': 'half',
      '.trace-events.qemu-downtime-7-undo.tmp': 'half',
      '.qemu-downtime.journal.7.new': 'half',
    });
    expect(await recoverTree(root)).toBe('swept');
    expect(stateOfTree(root)).toBe('old');
    putFiles(root, {
      'migration/.other.c.qemu-downtime-7.tmp': 'not ours',
      'migration/.migration.c.swp': 'editor',
    });
    expect(await recoverTree(root)).toBe('nothing');
    expect(listFiles(root)).toContain('migration/.other.c.qemu-downtime-7.tmp');
    expect(listFiles(root)).toContain('migration/.migration.c.swp');
  });

  it('does not write to a clean tree, not even a lock', async () => {
    const root = scratchTree();
    chmodSync(root, 0o555);
    const steps: string[] = [];
    expect(await recoverTree(root, { onStep: (step) => steps.push(step) })).toBe('nothing');
    expect(steps).toEqual([]);
  });
});

describe('a planted journal', () => {
  const first = (files: Entry[]): Entry => files[0] ?? { path: '', temp: '', before: '', after: '' };

  const PLANTS: readonly { what: string; change: (files: Entry[]) => unknown }[] = [
    {
      what: 'a path out of the tree',
      change: (files) => {
        first(files).path = '../outside/migration.c';
        first(files).temp = '../outside/.migration.c.qemu-downtime-1.tmp';
      },
    },
    {
      what: 'an absolute path',
      change: (files) => {
        first(files).path = '/etc/passwd';
        first(files).temp = '/etc/.passwd.qemu-downtime-1.tmp';
      },
    },
    {
      what: 'a path that is no target',
      change: (files) => {
        first(files).path = 'configure';
        first(files).temp = '.configure.qemu-downtime-1.tmp';
      },
    },
    {
      what: 'a temp out of the tree',
      change: (files) => {
        first(files).temp = '../outside/.migration.c.qemu-downtime-1.tmp';
      },
    },
    {
      what: 'a temp that is a file of the tree',
      change: (files) => {
        first(files).temp = 'migration/savevm.c';
      },
    },
    {
      what: 'a temp with a folder in its name',
      change: (files) => {
        first(files).temp = 'migration/.migration.c.qemu-downtime-1/../x.tmp';
      },
    },
    {
      what: 'no ids',
      change: (files) => {
        first(files).after = 'HEAD';
      },
    },
    { what: 'a path twice', change: (files) => files.push(first(files)) },
  ];

  it.each(PLANTS)('with $what is refused whole', async ({ change }) => {
    const root = killedAfter(0, change);
    const refused = await failureOf(() => recoverTree(root));
    expect(refused).toEqual({ code: 'foreign-journal', exit: 3, file: JOURNAL });
    for (const { path, before } of MARKED_CHANGES) expect(readFileSync(join(root, path))).toEqual(before);
  });

  it.each(['', 'not json', '[]', 'null', '{"format":"qemu-downtime journal 1"}'])(
    'of bytes %j',
    async (text) => {
      const root = scratchTree();
      putFiles(root, { [JOURNAL]: text });
      expect(await failureOf(() => recoverTree(root))).toMatchObject({ code: 'foreign-journal' });
      expect(await failureOf(() => writeFiles(root, MARKED_CHANGES))).toMatchObject({
        code: 'foreign-journal',
      });
    },
  );

  it('with a temp that is a symlink to the right bytes', async () => {
    const root = killedAfter(1);
    const outside = scratchFolder();
    const temp = 'migration/.savevm.c.qemu-downtime-99.tmp';
    putFiles(outside, { bytes: readFileSync(join(root, temp)) });
    rmSync(join(root, temp));
    symlinkSync(join(outside, 'bytes'), join(root, temp));
    expect(await failureOf(() => recoverTree(root))).toEqual({
      code: 'symlink-in-tree',
      exit: 3,
      file: temp,
    });
    expect(readFileSync(join(root, 'migration/savevm.c'), 'utf8')).toContain('old');
  });
});
