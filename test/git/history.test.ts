import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sharedCommit, wasPointedAt } from '../../src/git/history.js';
import { openRepository } from '../../src/git/repository.js';
import { git, scratchFolder, scratchRepo } from './scratch-repo.js';

let count = 0;
const commitOn = (root: string, ...parents: string[]): string =>
  git(root, 'commit-tree', '-m', `${count++}`, ...parents.flatMap((one) => ['-p', one]), 'HEAD^{tree}');

describe('the commit that two histories share', () => {
  it('is the last one, and none where they have nothing to do with each other', async () => {
    const root = scratchRepo();
    const repository = await openRepository(root);
    const base = git(root, 'rev-parse', 'HEAD');
    const [one, other] = [commitOn(root, base), commitOn(root, commitOn(root, base))];
    expect(await sharedCommit(repository, one, other)).toBe(base);
    expect(await sharedCommit(repository, one, one)).toBe(one);
    expect(await sharedCommit(repository, one, commitOn(root))).toBeUndefined();
  });

  it('fails as git does where a commit is none', async () => {
    const repository = await openRepository(scratchRepo());
    await expect(sharedCommit(repository, '0'.repeat(40), 'HEAD')).rejects.toThrow(/git-failed/);
  });
});

describe('whether a ref was pointed at a commit for a reason', () => {
  it('is what the reflog says; without one it was not. No program of the configuration runs', async () => {
    const root = scratchRepo();
    const repository = await openRepository(root);
    const sprung = join(scratchFolder(), 'sprung');
    const trap = join(scratchFolder(), 'gpg');
    writeFileSync(trap, `#!/bin/sh\ntouch ${sprung}\n`);
    chmodSync(trap, 0o755);
    git(root, 'config', 'log.showSignature', 'true');
    git(root, 'config', 'gpg.program', trap);
    const [ref, commit] = ['refs/heads/x', commitOn(root)];
    git(root, 'update-ref', '-m', 'made by us: x', ref, commit);
    git(root, 'update-ref', '-m', 'theirs', ref, commitOn(root, commit));
    expect(await wasPointedAt(repository, ref, commit, 'made by us: ')).toBe(true);
    expect(await wasPointedAt(repository, ref, git(root, 'rev-parse', ref), 'made by us: ')).toBe(false);
    expect(await wasPointedAt(repository, ref, commit, 'theirs')).toBe(false);
    expect(await wasPointedAt(repository, 'refs/heads/none', commit, 'made by us: ')).toBe(false);
    expect(existsSync(sprung)).toBe(false);
  });
});
