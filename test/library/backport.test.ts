import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { upstreamSeries } from '../../src/catalogue/upstream-series/index.js';
import { type BackportDocument, backport } from '../../src/library/index.js';
import { repositoryWith } from '../support/branches-scene.js';
import { git } from '../support/git-scene.js';
import { validators } from '../support/schemas.js';
import { failureOf } from '../tree/refusal.js';
import { scratchFolder } from '../tree/write/scratch-tree.js';

const isValid = validators.backport ?? (() => false);

describe('backport', () => {
  it('makes a branch of each revision, and says why of one that is refused', async () => {
    const root = repositoryWith(['I-7.2', 'F-4.1']);
    const done = await backport(root, { onto: ['I-7.2', 'none', 'F-4.1'], signoff: true });
    expect(done).toSatisfy(isValid);
    expect(done.results.map(({ status }) => status)).toEqual(['ported', 'refused', 'ported']);
    expect(done.results[0]?.newCommit).toBe(git(root, 'rev-parse', 'qemu-downtime/I-7.2'));
    expect(done.results[1]?.problems?.[0]?.code).toBe('unknown-revision');
    expect((await backport(root, { onto: ['I-7.2'] })).results[0]?.wasThere).toBe(true);
  });

  it('writes nothing in a dry run', async () => {
    const root = repositoryWith(['I-7.2']);
    const refs = git(root, 'for-each-ref');
    const dry = await backport(root, { onto: ['I-7.2'], dryRun: true });
    expect(dry).toSatisfy(isValid);
    expect(dry.diff).toBe(dry.results[0]?.diff);
    expect(dry.diff).toContain('+++ b/migration/migration.c');
    expect(git(root, 'for-each-ref')).toBe(refs);
  });

  it('gives patches, or writes them to a folder', async () => {
    const root = repositoryWith(['I-7.2']);
    const given = await backport(root, { onto: ['I-7.2'], as: 'mbox', message: 'subject\n\nour text\n' });
    expect(given.results[0]?.patch).toContain('our text');
    const output = join(scratchFolder(), 'patches');
    const { results } = await backport(root, { onto: ['I-7.2'], as: 'quilt', output });
    expect(results[0]?.written?.every((path) => existsSync(path))).toBe(true);
    expect(readFileSync(join(output, 'series'), 'utf8')).not.toBe('');
  });

  it('lists what became of each recipe of the series', async () => {
    // The small trees load devices in a way of their own, so that one of them is refused.
    const { results } = await backport(repositoryWith(['I-7.2']), { onto: ['I-7.2'], series: true });
    expect(results[0]?.recipes?.map(({ recipe }) => recipe)).toEqual(upstreamSeries.map(({ name }) => name));
    expect(results[0]?.status).toBe('refused');
  });

  it('throws where nothing can be done at all', async () => {
    const root = repositoryWith(['I-7.2']);
    const codeOf = async (run: () => unknown) => (await failureOf(run)).code;
    expect(await codeOf(() => backport(root, { onto: [] }))).toBe('no-revision');
    expect(await codeOf(() => backport(scratchFolder(), { onto: ['HEAD'] }))).toBe('not-a-git-tree');
    const both = { onto: ['I-7.2'], series: true, recipes: ['checkpoints'] } as const;
    expect(await codeOf(() => backport(root, both))).toBe('options-exclude-each-other');
    expect(await codeOf(() => backport(root, { onto: ['I-7.2'], message: ' \n' }))).toBe('file-unreadable');
  });

  it('has types', () => {
    expectTypeOf(backport).returns.resolves.toEqualTypeOf<BackportDocument>();
    // @ts-expect-error a revision is asked for
    expectTypeOf(backport).toBeCallableWith('.', {});
  });
});
