import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryWith } from '../../support/branches-scene.js';
import { copyOf, FIXTURES, fixtureNames, rewrite } from '../../support/fixture-trees.js';
import { cli } from '../../support/run-cli.js';
import { type Document, valid, validators, validDocument } from '../../support/schemas.js';
import { scratchFolder } from '../../tree/write/scratch-tree.js';

/** Every kind of outcome, against the schemas that the package ships. */
describe('the document of lint', () => {
  it.each(fixtureNames)('of %s, as it is', async (name) => {
    const root = join(FIXTURES, name);
    const isOwn = /^[KLM]/.test(name);
    const run = await cli(['lint', '--format', 'json', root]);
    const [result] = validDocument('lint', run.stdout).results;
    expect(result.findings.some((one: { rule: string }) => one.rule === 'missing-checkpoint')).toBe(!isOwn);
    expect([run.code, result.revision]).toEqual([result.errors > 0 ? 1 : 0, null]);
  });

  it('has paths, files without a line, both fixes and every severity', async () => {
    const root = copyOf('I-7.2');
    await cli(['apply', '--only', 'src-*', root]);
    rewrite(root, 'migration/trace-events', (text) => text.replace(/^vmstate_downtime_check.*\n/m, ''));
    rewrite(root, 'migration/savevm.c', (text) => `${text}/* qemu-downtime-ignore misplaced: none */\n`);
    const [result] = (await valid(1, 'lint', root)).results;
    const has = (test: (one: Document) => boolean): boolean => result.findings.some(test);
    expect(has((one) => one.fix === '--fix')).toBe(true);
    expect(has((one) => one.severity === 'note' && one.fix === null)).toBe(true);
    await cli(['apply', root]);
    const [ported] = (await valid(0, 'lint', root)).results;
    expect(ported.findings.some((one: Document) => one.path.length > 1)).toBe(true);
    expect(ported.findings.some((one: Document) => one.fix === '--fixes')).toBe(true);
    for (const one of ported.findings) {
      expect(one.steps.map((step: Document) => `${step.function}:${step.line}`)).toEqual(one.path);
      for (const { file } of one.steps) expect(existsSync(join(root, file))).toBe(true);
      expect(one.scenarios).toHaveLength(one.rule === 'fires-twice' ? 1 : 0);
    }
    const bare = copyOf('A-1.0');
    await cli(['apply', bare]);
    rewrite(bare, 'savevm.c', (text) => text.replace('#include "trace.h"\n', ''));
    expect((await valid(1, 'lint', bare)).results[0].findings[0]).toMatchObject({
      line: null,
      column: null,
      function: null,
    });
  });

  it('of a dry run, and with a baseline that holds something in vain', async () => {
    const root = copyOf('I-7.2');
    const file = join(scratchFolder(), 'known.json');
    await valid(0, 'lint', '--write-baseline', file, root);
    const dry = await valid(0, 'lint', '--fix', '--dry-run', '--baseline', file, root);
    expect(dry.diff).toContain('@@');
    expect(dry.stale).toHaveLength(JSON.parse(readFileSync(file, 'utf8')).findings.length);
    expect((await valid(3, 'lint', '--fix', '--dry-run', '/nowhere/at/all')).diff).toBe('');
  });

  it('of revisions, with some that are refused', async () => {
    const root = repositoryWith(['I-7.2', 'A-1.0']);
    const some = await valid(3, 'lint', root, '--rev', 'none', '--rev', '[AI]-*');
    expect(some.results.map((result: { revision: string }) => result.revision)).toEqual([
      'refs/heads/A-1.0',
      'refs/heads/I-7.2',
    ]);
    expect(some.refused).toHaveLength(1);
    expect((await valid(3, 'lint', root, '--rev', 'main')).results).toEqual([]);
  });

  it('that comes to nothing', async () => {
    for (const args of [['/nowhere/at/all'], [scratchFolder()], ['--rev', 'HEAD', scratchFolder()]]) {
      const document = await valid(3, 'lint', ...args);
      expect(document.results).toEqual([]);
      expect(document.problems).toHaveLength(1);
    }
  });

  it('writes baselines', async () => {
    const file = join(scratchFolder(), 'known.json');
    for (const name of ['I-7.2', 'K-8.2']) {
      await valid(0, 'lint', '--write-baseline', file, join(FIXTURES, name));
      expect(validDocument('baseline', readFileSync(file, 'utf8')).findings.length).toBeGreaterThan(0);
    }
  });

  it('has nothing that the contract does not have', async () => {
    const document = await valid(1, 'lint', copyOf('A-1.0'));
    const [result] = document.results;
    const [finding] = result.findings;
    const refused = [{ revision: 'none', problems: [] }];
    const having = (own: object) => ({
      ...document,
      results: [{ ...result, findings: [{ ...finding, ...own }] }],
    });
    for (const wrong of [
      { ...document, schema: 'qemu-downtime/lint@2' },
      { ...document, problems: [{ code: 'a', expected: '', found: '', next: '' }] },
      { ...document, refused },
      { ...document, results: [{ ...result, errors: -1 }] },
      having({ severity: 'fatal' }),
      having({ line: 0 }),
      having({ path: ['outer'] }),
      having({ steps: [{ file: '', line: 1, function: 'outer' }] }),
      having({ steps: [{ line: 1, function: 'outer' }] }),
      having({ scenarios: null }),
      { ...document, stale: [] },
      having({ fix: '--force' }),
      having({ fingerprint: 'abc' }),
      having({ extra: 1 }),
    ])
      expect(validators.lint?.(wrong), JSON.stringify(wrong)).toBe(false);
    expect(validators.lint?.(having({}))).toBe(true);
  });
});
