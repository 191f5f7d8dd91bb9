import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type BlobChange, type ChangedTree, changedTree } from '../../src/git/changed-tree.js';
import { commitObject } from '../../src/git/commit-object.js';
import { moveRef } from '../../src/git/move-ref.js';
import { openObjectReader } from '../../src/git/object-reader.js';
import { storeObjects } from '../../src/git/store-objects.js';
import { failureOf } from '../tree/refusal.js';
import { FILES, KINDS, repositoryOf } from './kinds-of-repository.js';
import { git, gitBytes, scratchFolder } from './scratch-repo.js';

const PERSON = { name: 'Una', email: 'una@example.org', date: '1700000000 +0100' };

const change = (path: keyof typeof FILES, after = `new ${path}\n`): BlobChange => ({
  path,
  before: Buffer.from(FILES[path]),
  after: Buffer.from(after),
});
const CHANGES = (Object.keys(FILES) as (keyof typeof FILES)[])
  .filter((path) => path !== 'a/b/c/other.c')
  .map((path) => change(path));

async function changed(root: string, changes: readonly BlobChange[], commit = 'HEAD'): Promise<ChangedTree> {
  const reader = await openObjectReader(root);
  onTestFinished(() => reader.close());
  return changedTree(reader, git(root, 'rev-parse', commit), changes);
}

/** The tree that git itself makes of the changes, by its index. */
function treeByIndex(root: string, changes: readonly BlobChange[]): string {
  const env = { GIT_INDEX_FILE: join(scratchFolder(), 'index') };
  gitBytes(root, ['read-tree', 'HEAD'], { env });
  for (const { path, after } of changes) {
    const id = gitBytes(root, ['hash-object', '-w', '--stdin'], { input: after }).toString().trim();
    const mode = git(root, 'ls-tree', '--full-tree', '-z', 'HEAD', '--', path).slice(0, 6);
    gitBytes(root, ['update-index', '--cacheinfo', `${mode},${id},${path}`], { env });
  }
  return gitBytes(root, ['write-tree'], { env }).toString().trim();
}

describe('changedTree', () => {
  it.each(KINDS)('is a commit with exactly these files changed, once stored (%s)', async (kind) => {
    const root = repositoryOf(kind);
    const head = git(root, 'rev-parse', 'HEAD');
    const reader = await openObjectReader(root);
    onTestFinished(() => reader.close());
    const { repository } = reader;
    const { tree, objects, entries } = await changedTree(reader, head, CHANGES);
    const parts = { tree, parents: [head], author: PERSON, committer: PERSON, message: 'new\n' };
    const commit = commitObject(parts, repository.format);
    await storeObjects(repository, [...objects, commit]);
    await moveRef(repository, 'refs/heads/new', commit.id, null, { reason: 'test', committer: PERSON });

    expect(git(root, 'fsck', '--strict', '--no-dangling')).toBe('');
    const lines = git(root, 'diff-tree', '-r', '-z', '--no-renames', `${head}`, 'refs/heads/new').split('\0');
    const seen = lines.flatMap((line, at) => (line.startsWith(':') ? [[line, lines[at + 1]]] : []));
    const told = entries.map(({ path, mode, before, after }) => [
      `:${mode} ${mode} ${before} ${after} M`,
      path,
    ]);
    expect(seen).toEqual(
      told.sort(([, one = ''], [, other = '']) => Buffer.compare(Buffer.from(one), Buffer.from(other))),
    );
    expect(told).toHaveLength(CHANGES.length);
    for (const { path, after } of CHANGES)
      expect(gitBytes(root, ['cat-file', 'blob', `new:${path}`])).toEqual(after);
    expect(tree).toBe(treeByIndex(root, CHANGES));
    expect(git(root, 'rev-parse', 'HEAD')).toBe(head);
  });

  it('makes only the blobs and the trees on the way anew, each once', async () => {
    const root = repositoryOf('sha1');
    const { objects, entries } = await changed(root, [change('a/b/c/deep.c'), change('bin/run')]);
    const types = objects.map(({ type }) => type).sort();
    // The top, a, a/b, a/b/c and bin.
    expect(types).toEqual(['blob', 'blob', 'tree', 'tree', 'tree', 'tree', 'tree']);
    expect(new Set(objects.map(({ id }) => id)).size).toBe(7);
    expect(entries.map(({ path, mode }) => `${mode} ${path}`)).toEqual([
      '100644 a/b/c/deep.c',
      '100755 bin/run',
    ]);
    expect(entries[0]?.before).toBe(git(root, 'rev-parse', 'HEAD:a/b/c/deep.c'));
  });

  it('makes nothing anew where the bytes stay the same', async () => {
    const root = repositoryOf('sha1');
    const { tree, objects, entries } = await changed(root, [change('a/b/c/deep.c', FILES['a/b/c/deep.c'])]);
    expect(tree).toBe(git(root, 'rev-parse', 'HEAD^{tree}'));
    expect(objects).toEqual([]);
    expect(entries.map(({ before, after }) => before === after)).toEqual([true]);
  });

  it('keeps the mode 100664 of git’s first months', async () => {
    const root = repositoryOf('sha1');
    const tree = gitBytes(root, ['cat-file', 'tree', 'HEAD:bin'])
      .toString('latin1')
      .replace('100755', '100664');
    const input = Buffer.from(tree, 'latin1');
    const id = gitBytes(root, ['hash-object', '--literally', '-t', 'tree', '-w', '--stdin'], { input });
    const top = git(root, 'ls-tree', 'HEAD').replace(/[0-9a-f]+(?=\tbin$)/m, id.toString().trim());
    const commit = git(
      root,
      'commit-tree',
      '-m',
      'old',
      gitBytes(root, ['mktree'], { input: top }).toString().trim(),
    );
    const { entries, objects } = await changed(root, [change('bin/run')], commit);
    expect(entries).toMatchObject([{ path: 'bin/run', mode: '100664' }]);
    expect(objects[1]?.bytes.toString('latin1')).toMatch(/^100664 run\0/);
  });

  it.each([
    ['a/b/c/link.c', '120000'],
    ['a/submodule', '160000'],
    ['a/b', '40000'],
    ['a/b.c/below', '100644'],
    ['a/submodule/below', '160000'],
  ])('refuses %s, of mode %s', async (path, mode) => {
    const root = repositoryOf('sha1');
    const bytes = Buffer.from('deep.c');
    const attempt = (): unknown => changed(root, [{ path, before: bytes, after: Buffer.from('new') }]);
    expect(await failureOf(attempt)).toEqual({ code: 'not-a-file', exit: 3, file: path });
    await expect(attempt()).rejects.toThrow(`mode ${mode}`);
  });

  it('fails for bytes that the commit does not have, a file that it lacks, and one path twice', async () => {
    const root = repositoryOf('sha1');
    const deep = change('a/b/c/deep.c');
    const stale = { ...deep, before: Buffer.from('else') };
    await expect(changed(root, [stale])).rejects.toThrow(/a\/b\/c\/deep\.c is [0-9a-f]{40}, and was read as/);
    for (const path of ['a/b/c/none.c', 'none/deep.c', '/a/b/c/deep.c', ''])
      await expect(changed(root, [{ ...deep, path }])).rejects.toThrow(`has no ${path}`);
    await expect(changed(root, [deep, { ...deep }])).rejects.toThrow('two changes for a/b/c/deep.c');
    const below = { ...deep, path: 'a/b/c/deep.c/below' };
    await expect(changed(root, [deep, below])).rejects.toThrow('two changes for a/b/c/deep.c');
  });

  it('reads no more of a partial clone than the trees, and says which is missing', async () => {
    const root = repositoryOf('sha1');
    git(root, 'config', 'uploadpack.allowFilter', 'true');
    const clones = ['blob:none', 'tree:0'].map((filter) => {
      const clone = join(scratchFolder(), 'partial.git');
      git('/', 'clone', '--quiet', '--bare', `--filter=${filter}`, `file://${root}`, clone);
      return clone;
    });
    const [blobless = '', treeless = ''] = clones;
    expect((await changed(blobless, CHANGES)).tree).toBe(treeByIndex(root, CHANGES));
    expect(await failureOf(() => changed(treeless, CHANGES))).toMatchObject({
      code: 'missing-object',
      exit: 4,
    });
  });

  it('says that a broken repository lacks a tree', async () => {
    const root = repositoryOf('sha1');
    const id = git(root, 'rev-parse', 'HEAD:a/b');
    rmSync(join(root, '.git/objects', id.slice(0, 2), id.slice(2)));
    expect(await failureOf(() => changed(root, [change('a/b/c/deep.c')]))).toMatchObject({
      code: 'git-failed',
      exit: 4,
    });
  });
});
