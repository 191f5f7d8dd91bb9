import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { addBranch } from '../support/branches-scene.js';
import { git } from '../support/git-scene.js';
import { scratchFolder } from '../tree/write/scratch-tree.js';
import { backport, partOf, repositoryOf, said } from './backport-scene.js';
import { NEWER_TREES, OLDER_TREES } from './real-tree.js';

const FILES = ['VERSION', 'migration', 'trace-events'];

describe.each(OLDER_TREES)('a backport onto QEMU %s, %s', (release, kind) => {
  it('is one change, whichever form it has', async () => {
    const folder = partOf(release, kind, FILES);
    const root = repositoryOf({ base: folder });
    await backport(root, '--onto', 'base', '--signoff');
    const tree = git(root, 'rev-parse', 'qemu-downtime/base^{tree}');
    const scratch = scratchFolder();
    const mail = join(scratch, 'mail');
    writeFileSync(mail, await backport(root, '--onto', 'base', '--signoff', '--as', 'mbox'));
    const diff = join(scratch, 'diff');
    writeFileSync(diff, await backport(root, '--onto', 'base', '--as', 'diff'));

    git(root, 'checkout', '--quiet', '--detach', 'base');
    said(root, 'git', ['am', '--quiet', mail]);
    expect(git(root, 'rev-parse', 'HEAD^{tree}')).toBe(tree);
    const wordsOf = (commit: string): string => git(root, 'log', '-1', '--format=%an <%ae>%n%B', commit);
    expect(wordsOf('HEAD')).toMatch(/^Signed-off-by: Una User <una@example\.org>$/m);
    expect(wordsOf('HEAD')).toBe(wordsOf('qemu-downtime/base'));

    git(root, 'checkout', '--quiet', '--detach', 'base');
    said(root, 'git', ['apply', '--index', '--whitespace=error-all', diff]);
    expect(git(root, 'write-tree')).toBe(tree);
    expect(said(folder, 'patch', ['-p1', '--fuzz=0', '--input', diff])).not.toMatch(/fuzz|offset/);
    const patched = addBranch(root, 'patched', folder);
    expect(git(root, 'rev-parse', `${patched}^{tree}`)).toBe(tree);
  });
});

describe.each(NEWER_TREES)('a backport onto QEMU %s, %s', (release, kind) => {
  it('has nothing to do', async () => {
    const root = repositoryOf({ base: partOf(release, kind, FILES) });
    const [result] = JSON.parse(await backport(root, '--onto', 'base', '--format', 'json')).results;
    expect(result).toMatchObject({ status: 'already', newCommit: null });
    expect(git(root, 'for-each-ref', 'refs/heads/qemu-downtime')).toBe('');
  });
});
