import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { listRefs } from '../../src/git/refs.js';
import { openRepository } from '../../src/git/repository.js';
import { failureOf } from '../tree/refusal.js';
import { KINDS, repositoryOf } from './kinds-of-repository.js';
import { git, scratchRepo } from './scratch-repo.js';

const names = async (root: string, pattern: string): Promise<string[]> =>
  (await listRefs(await openRepository(root), pattern)).map(({ ref }) => ref);

/** A repository with branches, tags and remote branches of one commit. */
function withRefs(...refs: readonly string[]): string {
  const root = scratchRepo();
  for (const ref of refs) git(root, 'update-ref', ref, 'HEAD');
  return root;
}

describe('listRefs', () => {
  it('finds branches, tags and remote branches, each in the order of their versions', async () => {
    const stables = ['10.0', '9.0', '9.1', '9.0.3'].map((version) => `stable-${version}`);
    const root = withRefs(
      ...stables.map((name) => `refs/heads/${name}`),
      ...[
        'refs/tags/stable-8',
        'refs/remotes/stable-x',
        'refs/remotes/origin/stable-7',
        'refs/other/stable-1',
      ],
    );
    expect(await names(root, 'stable-*')).toEqual([
      'refs/heads/stable-9.0',
      'refs/heads/stable-9.0.3',
      'refs/heads/stable-9.1',
      'refs/heads/stable-10.0',
      'refs/remotes/stable-x',
      'refs/tags/stable-8',
    ]);
  });

  it.each([
    ['*', ['refs/heads/main', 'refs/heads/v1', 'refs/tags/v1']],
    ['origin/*', ['refs/remotes/origin/v1']],
    ['*/v1', ['refs/remotes/origin/v1']],
    ['v1', ['refs/heads/v1', 'refs/tags/v1']],
    ['origin', ['refs/remotes/origin/v1']],
    ['v[0-9]', ['refs/heads/v1', 'refs/tags/v1']],
    ['v', []],
    ['refs/tags/*', ['refs/tags/v1']],
    ['refs/pull/*', ['refs/pull/1']],
    ['refs/heads/v1', ['refs/heads/v1']],
    ['refs/*', []],
    ['none-*', []],
    ['V1', []],
  ])('takes %s by git’s own rules', async (pattern, expected) => {
    const root = withRefs('refs/heads/v1', 'refs/tags/v1', 'refs/remotes/origin/v1', 'refs/pull/1');
    expect(await names(root, pattern)).toEqual(expected);
  });

  it('gives the commit behind a tag, and of a tag', async () => {
    const root = scratchRepo();
    const commit = git(root, 'rev-parse', 'HEAD');
    git(root, 'tag', 'light');
    git(root, 'tag', '-a', '-m', 'one', 'one');
    git(root, 'tag', '-a', '-m', 'two', 'two', 'one');
    git(root, 'tag', '-a', '-m', 'three', 'three', 'two');
    const found = await listRefs(await openRepository(root), 'refs/tags/*');
    expect(found).toEqual(
      ['light', 'one', 'three', 'two'].map((tag) => ({ ref: `refs/tags/${tag}`, commit })),
    );
  });

  it('leaves out symbolic refs, and tags of what is no commit', async () => {
    const root = withRefs('refs/remotes/origin/main');
    git(root, 'symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main');
    git(root, 'tag', 'blob', 'HEAD:other');
    git(root, 'tag', '-a', '-m', 'x', 'tree', 'HEAD^{tree}');
    git(root, 'tag', '-a', '-m', 'x', 'tag-of-tree', 'tree');
    expect(await names(root, 'refs/*/*')).toEqual(['refs/heads/main']);
    expect(await names(root, '*/*')).toEqual(['refs/remotes/origin/main']);
    expect(await names(root, 'refs/tags')).toEqual([]);
  });

  it.each(KINDS)('works in every kind of repository (%s)', async (kind) => {
    const root = repositoryOf(kind);
    const found = await listRefs(await openRepository(root), 'main');
    expect(found).toEqual([{ ref: 'refs/heads/main', commit: git(root, 'rev-parse', 'main') }]);
  });

  it.each(['', '-x', '--format=%(refname)', 'a\nb', 'a\0b'])('refuses the pattern %j', async (pattern) => {
    const repository = await openRepository(scratchRepo());
    expect(await failureOf(() => listRefs(repository, pattern))).toMatchObject({
      code: 'unknown-revision',
      exit: 3,
    });
  });

  it('says what git says of a ref whose object is gone', async () => {
    const root = scratchRepo();
    const repository = await openRepository(root);
    writeFileSync(`${root}/.git/refs/heads/gone`, `${'1'.repeat(40)}\n`);
    expect(await failureOf(() => listRefs(repository, 'gone'))).toMatchObject({
      code: 'git-failed',
      exit: 4,
    });
  });
});
