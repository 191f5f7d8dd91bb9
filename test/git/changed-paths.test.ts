import { describe, expect, it, onTestFinished } from 'vitest';
import { changedPaths } from '../../src/git/changed-paths.js';
import { openObjectReader } from '../../src/git/object-reader.js';
import { putFiles } from '../tree/write/scratch-tree.js';
import { git, scratchRepo } from './scratch-repo.js';

describe('the paths that differ between two trees', () => {
  it.each(['sha1', 'sha256'] as const)('are those that git diff-tree names, with %s', async (format) => {
    const root = scratchRepo(format);
    putFiles(root, {
      'a/b/one': '1\n',
      'a/b/two': '2\n',
      gone: 'x\n',
      kind: 'x\n',
      run: 'x\n',
      'sub/x': 'x\n',
    });
    git(root, 'add', '.');
    const before = git(root, 'write-tree');
    git(root, 'rm', '--quiet', '--force', 'gone', 'kind', 'sub/x');
    putFiles(root, { 'a/b/one': 'other\n', 'a/new/file': '1\n', 'kind/x': '1\n', sub: 'a file\n' });
    git(root, 'add', '.');
    git(root, 'update-index', '--chmod=+x', 'run');
    const after = git(root, 'write-tree');
    const reader = await openObjectReader(root);
    onTestFinished(() => reader.close());
    const paths = await changedPaths(reader, before, after);
    expect(paths.sort()).toEqual(['a/b/one', 'a/new', 'gone', 'kind', 'run', 'sub']);
    expect(await changedPaths(reader, after, after)).toEqual([]);
  });
});
