import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { Backport } from '../../src/backport/backport.js';
import type { BackportResult } from '../../src/backport/backport-result.js';
import { patchOwner } from '../../src/backport/own-patch.js';
import type { BackportRequest } from '../../src/backport/request.js';
import { defaultRecipe } from '../../src/catalogue/recipes.js';
import { openObjectReader } from '../../src/git/object-reader.js';
import { gitBytes } from '../git/scratch-repo.js';
import { repositoryWith } from '../support/branches-scene.js';
import { git } from '../support/git-scene.js';

const PLAIN: BackportRequest = {
  recipes: [defaultRecipe],
  port: { selected: () => true, fixes: false },
  as: 'branch',
  branchPrefix: 'qemu-downtime/',
  force: false,
  dryRun: false,
  signoff: false,
  message: { style: 'stable', date: '2026-11-22' },
  output: undefined,
  signature: 'qemu-downtime 1',
};

// Who runs the tests is nobody's business here.
beforeEach(() => {
  for (const role of ['AUTHOR', 'COMMITTER'])
    for (const part of ['NAME', 'EMAIL', 'DATE']) vi.stubEnv(`GIT_${role}_${part}`, undefined);
  vi.stubEnv('EMAIL', undefined);
  vi.stubEnv('GIT_CONFIG_GLOBAL', '/dev/null');
  vi.stubEnv('GIT_CONFIG_NOSYSTEM', '1');
});
afterEach(() => vi.unstubAllEnvs());

async function prepared(root: string, request: Partial<BackportRequest> = {}): Promise<Backport> {
  const reader = await openObjectReader(root);
  onTestFinished(() => reader.close());
  return Backport.prepare(reader, { ...PLAIN, ...request });
}

async function resultsOf(root: string, onto: readonly string[], request: Partial<BackportRequest> = {}) {
  const results: BackportResult[] = [];
  for await (const result of (await prepared(root, request)).run(onto.map((name) => ({ onto: name }))))
    results.push(result);
  return results;
}

/** Puts a commit into the repository that stands for upstream's; the recipe that ports it. */
function upstreamIn(root: string) {
  const message = 'migration: Upstream’s subject\n\nIts text.\n\nReviewed-by: Ann <ann@example.org>\n';
  const commit = gitBytes(root, ['commit-tree', '-F', '-', 'HEAD^{tree}'], {
    input: message,
    env: {
      GIT_AUTHOR_NAME: 'Péter Upstream',
      GIT_AUTHOR_EMAIL: 'peter@example.org',
      GIT_AUTHOR_DATE: '1698683626 -0400',
    },
  })
    .toString()
    .trim();
  return { ...defaultRecipe, commit };
}

describe('a backport in a repository that holds upstream’s commit', () => {
  it('has upstream’s author, date, text and trailers', async () => {
    const root = repositoryWith(['I-7.2']);
    const recipe = upstreamIn(root);
    const [result] = await resultsOf(root, ['I-7.2'], { recipes: [recipe], signoff: true });
    const commit = result?.status === 'ported' ? `${result.newCommits?.[0]}` : '';
    expect(git(root, 'log', '-1', '--format=%an <%ae> %ad|%cn', '--date=raw', commit)).toBe(
      'Péter Upstream <peter@example.org> 1698683626 -0400|Una User',
    );
    const message = git(root, 'log', '-1', '--format=%B', commit);
    expect(message).toMatch(
      /^migration: Upstream’s subject\n\nIts text\.\n\nReviewed-by: Ann <ann@example\.org>\n/,
    );
    expect(message).toContain(`\n(cherry picked from commit ${recipe.commit})\n [qemu-downtime: 20 calls`);
    expect(git(root, 'log', '-1', '--format=%(trailers:key=Reviewed-by,valueonly)', commit)).toContain('Ann');
  });

  it('needs no identity for a patch, whose author is upstream’s', async () => {
    const root = repositoryWith(['I-7.2']);
    const recipe = upstreamIn(root);
    git(root, 'config', '--remove-section', 'user');
    git(root, 'config', 'user.useConfigOnly', 'true');
    for (const [as, author] of [
      ['mbox', /^From: =\?UTF-8\?q\?P=C3=A9ter=20Upstream\?= <peter@example\.org>$/m],
      ['quilt', /^Author: Péter Upstream <peter@example\.org>$/m],
    ] as const) {
      const [result] = await resultsOf(root, ['I-7.2'], { recipes: [recipe], as });
      const bytes = result?.status === 'ported' ? result.patches?.[0]?.bytes : undefined;
      expect(bytes?.toString()).toMatch(author);
    }
    await expect(prepared(root, { recipes: [recipe], as: 'mbox', signoff: true })).rejects.toThrow(
      /no-identity/,
    );
    await expect(prepared(root, { recipes: [recipe] })).rejects.toThrow(/no-identity/);
  });
});

describe('a backport onto a port that lacks a call', () => {
  /** A repository with upstream's commit, and a branch whose port lacks the checkpoints of the destination. */
  async function scene() {
    const root = repositoryWith(['I-7.2']);
    const recipe = upstreamIn(root);
    const port = { selected: (name: string) => name.startsWith('src-'), fixes: false };
    await resultsOf(root, ['I-7.2'], { recipes: [recipe], port });
    return { root, recipe, onto: ['qemu-downtime/I-7.2'] };
  }

  it('is the user’s commit, which --force replaces like any of ours', async () => {
    const { root, recipe, onto } = await scene();
    const [first] = await resultsOf(root, onto, { recipes: [recipe] });
    const commit = first?.status === 'ported' ? `${first.newCommits?.[0]}` : '';
    expect(git(root, 'log', '-1', '--format=%an|%s', commit)).toBe(
      'Una User|Complete "migration: Add tracepoints for downtime checkpoints"',
    );
    expect(git(root, 'log', '-1', '--format=%B', commit)).not.toContain('cherry picked');
    const [signed] = await resultsOf(root, onto, { recipes: [recipe], signoff: true, force: true });
    expect(signed).toMatchObject({ status: 'ported' });
    expect(signed).not.toHaveProperty('present');
  });

  it('is a patch of the user’s, with a name beside that of the port, which needs an identity', async () => {
    const { root, recipe, onto } = await scene();
    const [result] = await resultsOf(root, onto, { recipes: [recipe], as: 'quilt' });
    const [patch] = (result?.status === 'ported' && result.patches) || [];
    expect(patch?.name).toBe('Complete-migration-Add-tracepoints-for-downtime-checkpoint.patch');
    expect(patch?.bytes.toString()).toMatch(
      /\nOrigin: vendor\nAuthor: Una User <una@example\.org>\nLast-Update: .*\nForwarded: not-needed\n---\n/,
    );
    expect(patchOwner(`${patch?.bytes}`)).toBe('ours');
    git(root, 'config', '--remove-section', 'user');
    git(root, 'config', 'user.useConfigOnly', 'true');
    const [refused] = await resultsOf(root, onto, { recipes: [recipe], as: 'mbox' });
    expect(refused).toMatchObject({ status: 'refused', lacking: true, problems: [{ code: 'no-identity' }] });
  });
});

describe('a branch of ours into which the user merged something', () => {
  it('is neither taken for ours nor replaced, though tree, message and first parent are', async () => {
    const root = repositoryWith(['I-7.2']);
    const ours = 'qemu-downtime/I-7.2';
    await resultsOf(root, ['I-7.2']);
    const message = git(root, 'log', '-1', '--format=%B', ours);
    const merge = ['-p', 'I-7.2', '-p', 'main', '-m', message, `${ours}^{tree}`];
    const merged = git(root, 'commit-tree', ...merge);
    git(root, 'update-ref', `refs/heads/${ours}`, merged);
    for (const force of [false, true])
      expect(await resultsOf(root, ['I-7.2'], { force })).toMatchObject([
        { status: 'refused', problems: [{ code: 'branch-not-ours' }] },
      ]);
    expect(git(root, 'rev-parse', ours)).toBe(merged);
  });
});

describe('many revisions', () => {
  it('come in the order asked for, however long each takes', async () => {
    const root = repositoryWith(['I-7.2', 'C-2.3', 'M-10.0']);
    const onto = Array.from(
      { length: 12 },
      (_, index) => ['I-7.2', 'none', 'M-10.0', 'C-2.3'][index % 4] ?? '',
    );
    const results = await resultsOf(root, onto);
    expect(results.map((result) => result.onto)).toEqual(onto);
    expect(results.map((result) => result.status).slice(0, 4)).toEqual([
      'ported',
      'refused',
      'already',
      'ported',
    ]);
    const ids = results.flatMap((result) => (result.status === 'ported' ? [result.newCommits?.[0]] : []));
    expect(new Set(ids).size).toBe(2);
  });

  it('a caller that stops leaves no write half way, and starts no more', async () => {
    const names = [
      'A-1.0',
      'B-1.3',
      'C-1.5',
      'C-2.3',
      'D-2.5',
      'E-2.6',
      'F-4.1',
      'G-4.2',
      'G-5.2',
      'H-6.2',
      'I-7.2',
    ];
    const root = repositoryWith(names);
    for await (const result of (await prepared(root)).run(names.map((onto) => ({ onto })))) {
      expect(result.status).toBe('ported');
      break;
    }
    const made = git(root, 'for-each-ref', '--format=%(refname:short)', 'refs/heads/qemu-downtime').split(
      '\n',
    );
    expect(made.length).toBeLessThan(names.length);
    expect(git(root, 'fsck', '--strict', '--no-dangling')).toBe('');
  });
});
