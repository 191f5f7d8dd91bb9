import { describe, expect, it, onTestFinished } from 'vitest';
import { openObjectReader } from '../../src/git/object-reader.js';
import { refsOfOneName } from '../../src/git/refs-of-one-name.js';
import { readRevisionTree } from '../../src/git/revision-tree.js';
import { git, scratchRepo } from './scratch-repo.js';

/** A repository of two commits, the older one at HEAD^. */
function twoCommits(): string {
  const root = scratchRepo();
  git(root, 'commit', '--quiet', '--allow-empty', '-m', 'second');
  return root;
}

/** The same with a branch at HEAD and a tag at HEAD^ of one name. */
function sharedName(): string {
  const root = twoCommits();
  git(root, 'branch', 'stable', 'HEAD');
  git(root, 'tag', 'stable', 'HEAD^');
  return root;
}

async function named(root: string, revision: string): Promise<string[]> {
  const reader = await openObjectReader(root);
  onTestFinished(() => reader.close());
  return refsOfOneName(reader, revision);
}

describe('refsOfOneName', () => {
  it('a tag and a branch of one name are two', async () => {
    const root = twoCommits();
    git(root, 'branch', 'stable', 'HEAD');
    git(root, 'tag', '-a', '-m', 'tag', 'stable', 'HEAD^');
    expect(await named(root, 'stable')).toEqual(['refs/tags/stable', 'refs/heads/stable']);
  });

  it('what follows the name stays with each', async () => {
    const root = sharedName();
    git(root, 'commit', '--quiet', '--allow-empty', '-m', 'third');
    git(root, 'branch', '--force', 'stable', 'HEAD');
    git(root, 'tag', '--force', 'stable', 'HEAD^');
    expect(await named(root, 'stable~1')).toEqual(['refs/tags/stable~1', 'refs/heads/stable~1']);
  });

  it('a branch of a remote and one of ours with the remote’s name are two', async () => {
    const root = twoCommits();
    git(root, 'branch', 'origin', 'HEAD');
    git(root, 'update-ref', 'refs/remotes/origin/main', 'HEAD^');
    git(root, 'symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main');
    expect(await named(root, 'origin')).toEqual(['refs/heads/origin', 'refs/remotes/origin/HEAD']);
  });

  it('two refs of one commit leave no doubt', async () => {
    const root = twoCommits();
    git(root, 'branch', 'stable', 'HEAD');
    git(root, 'tag', '-a', '-m', 'tag', 'stable', 'HEAD');
    expect(await named(root, 'stable')).toEqual([]);
  });

  it.each(['refs/heads/stable', 'heads/stable', 'HEAD', ':/second', '@'])(
    '%s is what it is',
    async (revision) => {
      const root = twoCommits();
      git(root, 'branch', 'stable', 'HEAD');
      git(root, 'tag', 'stable', 'HEAD^');
      expect(await named(root, revision)).toEqual([]);
    },
  );
});

describe('readRevisionTree, of a name with two meanings', () => {
  it('refuses it with the names to write', async () => {
    const root = sharedName();
    const reader = await openObjectReader(root);
    onTestFinished(() => reader.close());
    const failure = await readRevisionTree(reader, 'stable').catch((error: unknown) => error);
    expect(failure).toMatchObject({
      problems: [
        {
          code: 'unknown-revision',
          found: '"stable": several refs have this name',
          next: 'did you mean refs/tags/stable or refs/heads/stable?',
        },
      ],
    });
  });

  it('reads each by its full name', async () => {
    const root = sharedName();
    const reader = await openObjectReader(root);
    onTestFinished(() => reader.close());
    const { commit } = await readRevisionTree(reader, 'refs/heads/stable');
    expect(commit).toBe(git(root, 'rev-parse', 'refs/heads/stable'));
  });
});
