import { describe, expect, expectTypeOf, it } from 'vitest';
import { apply, type LintDocument, lint, type Severity } from '../../src/library/index.js';
import { repositoryWith } from '../support/branches-scene.js';
import { copyOf } from '../support/fixture-trees.js';
import { validators } from '../support/schemas.js';
import { failureOf } from '../tree/refusal.js';

describe('lint', () => {
  it('lists what a tree lacks, and after a port no error', async () => {
    const root = copyOf('I-7.2');
    const before = await lint(root);
    expect(before).toSatisfy(validators.lint ?? (() => false));
    expect(before.results[0]?.findings.map(({ rule }) => rule)).toContain('missing-checkpoint');
    await apply(root);
    const [after] = (await lint(root)).results;
    expect([after?.tree, after?.errors]).toEqual([root, 0]);
    expect(after?.warnings).toBeGreaterThan(0);
  });

  it('takes a severity for a rule, or for a part of what it finds', async () => {
    const root = copyOf('I-7.2');
    await apply(root);
    const off = await lint(root, { rules: [{ rule: 'fires-twice', severity: 'off' }] });
    expect(off.results[0]?.warnings).toBe(0);
    const narrow = { rule: 'fires-twice', checkpoint: 'src-downtime-end', scenario: 'postcopy' } as const;
    const errors = await lint(root, { rules: [{ ...narrow, severity: 'error' }] });
    expect(errors.results[0]?.errors).toBe(1);
  });

  it('refuses rules, checkpoints and scenarios that there are none of', async () => {
    const root = copyOf('I-7.2');
    for (const [setting, code] of [
      [{ rule: 'none' }, 'no-such-rule'],
      [{ rule: 'fires-twice', checkpoint: 'none' }, 'no-such-narrowing'],
      [{ rule: 'fires-twice', checkpoint: 'postcopy' }, 'no-such-narrowing'],
      [{ rule: 'fires-twice', scenario: 'none' }, 'no-such-narrowing'],
    ] as const) {
      const rules = [{ ...setting, severity: 'off' }] as const;
      expect(await failureOf(() => lint(root, { rules }))).toMatchObject({ code, exit: 2 });
    }
  });

  it('leaves out what an earlier result has, and says what of that is gone', async () => {
    const root = copyOf('I-7.2');
    const known = (await lint(root)).results.flatMap(({ findings }) => findings);
    const again = await lint(root, { baseline: known });
    expect(again.results[0]).toMatchObject({ known: known.length, findings: [] });
    await apply(root);
    expect((await lint(root, { baseline: known })).stale?.length).toBeGreaterThan(0);
  });

  it('looks at revisions, and tells of one that there is not', async () => {
    const repository = repositoryWith(['I-7.2', 'M-10.0']);
    const { results, refused } = await lint(repository, { revisions: ['M-10.0', 'none', 'I-7.2'] });
    expect(results.map(({ revision, errors }) => [revision, errors > 0])).toEqual([
      ['M-10.0', false],
      ['I-7.2', true],
    ]);
    expect(refused?.map(({ revision, problems }) => [revision, problems[0]?.code])).toEqual([
      ['none', 'unknown-revision'],
    ]);
  });

  it('has types', () => {
    expectTypeOf(lint).returns.resolves.toEqualTypeOf<LintDocument>();
    type Finding = LintDocument['results'][number]['findings'][number];
    expectTypeOf<Finding['severity']>().toEqualTypeOf<Severity>();
    expectTypeOf<Finding['line']>().toEqualTypeOf<number | null>();
  });
});
