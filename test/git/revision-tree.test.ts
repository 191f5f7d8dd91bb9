import { chmodSync, existsSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type ObjectReader, openObjectReader } from '../../src/git/object-reader.js';
import { readRevisionTree } from '../../src/git/revision-tree.js';
import { failureOf } from '../tree/refusal.js';
import { git, scratchRepo } from './scratch-repo.js';

async function open(path: string): Promise<ObjectReader> {
  const reader = await openObjectReader(path);
  onTestFinished(() => reader.close());
  return reader;
}

/** Breaks a loose object; returns its id. */
function damage(root: string, name: string, how: 'gone' | 'garbage' | 'cut off'): string {
  const id = git(root, 'rev-parse', name);
  const file = join(root, '.git/objects', id.slice(0, 2), id.slice(2));
  expect(existsSync(file)).toBe(true);
  chmodSync(file, 0o644);
  if (how === 'gone') rmSync(file);
  else writeFileSync(file, how === 'garbage' ? 'no object' : '');
  return id;
}

describe('readRevisionTree, of a broken repository', () => {
  it.each([
    ['HEAD:migration/savevm.c', 'gone'],
    ['HEAD:migration/savevm.c', 'garbage'],
    ['HEAD:migration/savevm.c', 'cut off'],
    ['HEAD:migration', 'garbage'],
    ['HEAD^{tree}', 'gone'],
  ] as const)('names the object: %s is %s, not absent', async (name, how) => {
    const root = scratchRepo();
    const id = damage(root, name, how);
    const failure = await readRevisionTree(await open(root), 'HEAD').catch((error: unknown) => error);
    expect(failure).toMatchObject({
      exitCode: 4,
      problems: [{ code: 'broken-object', expected: expect.stringContaining(id) }],
    });
  });

  it('is no hindrance for a revision that does not need the object', async () => {
    const root = scratchRepo();
    writeFileSync(join(root, 'migration/savevm.c'), 'other');
    git(root, 'commit', '--quiet', '--all', '-m', 'other');
    damage(root, 'HEAD:migration/savevm.c', 'garbage');
    const reader = await open(root);
    const both = await Promise.allSettled(['HEAD', 'HEAD^'].map((name) => readRevisionTree(reader, name)));
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  });
});

describe('readRevisionTree, of odd entries', () => {
  it('a symbolic link in a file’s place is no file', async () => {
    const root = scratchRepo();
    rmSync(join(root, 'migration/savevm.c'));
    symlinkSync('migration.c', join(root, 'migration/savevm.c'));
    git(root, 'commit', '--quiet', '--all', '-m', 'link');
    const failure = await failureOf(async () => readRevisionTree(await open(root), 'HEAD'));
    expect(failure).toMatchObject({ code: 'not-a-qemu-tree' });
  });
});
