import { describe, expect, it } from 'vitest';
import { openObjectReader } from '../../src/git/object-reader.js';
import { patternsMeant, refsMeant } from '../../src/git/refs-meant.js';
import { openRepository } from '../../src/git/repository.js';
import { readRevisionTree } from '../../src/git/revision-tree.js';
import { git, scratchRepo } from './scratch-repo.js';

/** A repository with a release, a stable branch of a remote's alone, and one of its own. */
function repository(): string {
  const root = scratchRepo();
  git(root, 'tag', 'v7.2.0');
  git(root, 'update-ref', 'refs/remotes/origin/stable-7.2', 'HEAD');
  git(root, 'branch', 'stable-8.1');
  return root;
}

describe('refsMeant', () => {
  it.each([
    ['stable-7.2', ['origin/stable-7.2']],
    ['refs/heads/stable-7.2', ['origin/stable-7.2']],
    ['7.2.0', ['v7.2.0']],
    ['v7.2', ['v7.2.0']],
    ['7.2', ['origin/stable-7.2', 'v7.2.0']],
    ['8.1', ['stable-8.1']],
    ['9.0', []],
    ['*', []],
    ['HEAD~900', []],
    ['-x', []],
  ])('are, of %j, %j', async (name, refs) => {
    expect(await refsMeant(await openRepository(repository()), name)).toEqual(refs);
  });

  it('are in the refusal of a revision that is none', async () => {
    const reader = await openObjectReader(repository());
    const failure = await readRevisionTree(reader, 'stable-7.2').catch((error: unknown) => error);
    await reader.close();
    expect(failure).toMatchObject({
      exitCode: 3,
      problems: [{ code: 'unknown-revision', next: 'did you mean origin/stable-7.2?' }],
    });
  });
});

describe('patternsMeant', () => {
  it.each([
    ['stable-*', ['origin/stable-*']],
    ['heads/stable-7.?', ['origin/stable-7.?']],
    ['refs/heads/stable-*', ['origin/stable-*']],
    ['refs/tags/v*', []],
    ['none-*', []],
  ])('are, of %j, %j', async (pattern, patterns) => {
    expect(await patternsMeant(await openRepository(repository()), pattern)).toEqual(patterns);
  });
});
