import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { upstreamSeries } from '../../src/catalogue/upstream-series/index.js';
import type { SeriesTexts } from '../../src/placement/sources.js';
import { planRecipes, textsAfter } from '../../src/port/plan-recipes.js';
import { fixtureTexts } from '../support/fixture-texts.js';
import { FIXTURES } from '../support/fixture-trees.js';

// The small trees load devices in a way of their own.
const STEPS = upstreamSeries.filter(({ name }) => name !== 'per-device');
const CHECKPOINTS = STEPS.slice(-1);
const ALL = { selected: () => true, fixes: false };

function tree(): SeriesTexts {
  const path = 'migration/migration.h';
  return {
    ...fixtureTexts('I-7.2'),
    header: { path, text: readFileSync(join(FIXTURES, 'I-7.2', path), 'latin1') },
  };
}

describe('the series onto a tree that has the checkpoints without it', () => {
  const ported = textsAfter(tree(), planRecipes(tree(), CHECKPOINTS, ALL));

  it('is refused with one problem, at a call of the tree', () => {
    const plan = planRecipes(ported, STEPS, ALL);
    expect(plan.problems).toMatchObject([{ code: 'ported-before' }]);
    const { file, line = 0 } = plan.problems[0]?.place ?? {};
    expect(file).toBe('migration/migration.c');
    expect(ported.migration.text.split('\n')[line - 1]).toContain('trace_vmstate_downtime_checkpoint');
    expect(plan.files.every(({ before, after }) => before === after)).toBe(true);
    expect(plan.plans.at(-1)?.verdicts.filter(({ status }) => status === 'present').length).toBeGreaterThan(
      5,
    );
  });

  it('names no line where calls are missing above it', () => {
    const { migration } = ported;
    const text = migration.text.replace(
      /^.*trace_vmstate_downtime_checkpoint\("src-downtime-start"\);\n/m,
      '',
    );
    expect(text).not.toBe(migration.text);
    const plan = planRecipes({ ...ported, migration: { ...migration, text } }, STEPS, ALL);
    expect(plan.problems).toMatchObject([{ code: 'ported-before' }]);
    expect(plan.problems[0]?.place).not.toHaveProperty('line');
  });

  it('is done where the tree has the steps as well', () => {
    const whole = textsAfter(tree(), planRecipes(tree(), STEPS, ALL));
    expect(planRecipes(whole, STEPS, ALL)).toMatchObject({ problems: [] });
  });
});
