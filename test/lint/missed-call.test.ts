import { describe, expect, it } from 'vitest';
import { defaultRecipe } from '../../src/catalogue/recipes.js';
import { examine } from '../../src/lint/examine.js';
import { missedCall } from '../../src/lint/missed-call.js';
import type { TreeTexts } from '../../src/placement/sources.js';
import type { FlowFinding } from '../../src/proof/flow-finding.js';
import { fixtureTexts } from '../support/fixture-texts.js';
import { portedFixture } from '../support/linted.js';

const BEGIN = { file: 'migration/migration.c', line: 1, function: 'begin' };

/** The function that is pointed at where a checkpoint fires in no run of a scenario. */
function pointedAt(
  texts: TreeTexts,
  scenario: string,
  checkpoint: string,
  more: Partial<FlowFinding> = {},
): string | undefined {
  const finding: FlowFinding = {
    kind: 'missing-on-path',
    scenario,
    title: 'in it',
    checkpoint,
    place: BEGIN,
    path: [],
    ...more,
  };
  return missedCall({ ...examine(texts, defaultRecipe), rivals: [] }, finding).function;
}

describe('what need not fire in a migration is looked for', () => {
  const ported = portedFixture('I-7.2');

  it('at the call that another run of it comes to', () => {
    const call = { file: 'migration/migration.c', line: 7, function: 'there' };
    expect(pointedAt(ported, 'background-snapshot', 'src-vm-stopped', { call })).toBe('there');
  });

  it.each([
    ['precopy', 'migration_completion'],
    ['postcopy', 'postcopy_start'],
    ['background-snapshot', 'bg_migration_thread'],
  ])('where no run of %s comes to one, at the call in its own %s', (scenario, fn) => {
    expect(pointedAt(ported, scenario, 'src-vm-stopped')).toBe(fn);
  });

  it('in the step in which it should fire', () => {
    expect(pointedAt(ported, 'postcopy', 'src-downtime-end', { stage: 'postcopy_start' })).toBe(
      'postcopy_start',
    );
  });

  it('where the call belongs, if there is none', () => {
    expect(pointedAt(fixtureTexts('I-7.2'), 'background-snapshot', 'src-vm-stopped')).toBe(
      'bg_migration_thread',
    );
  });

  it('where the migration begins, if none belongs into its functions', () => {
    expect(pointedAt(ported, 'background-snapshot', 'dst-precopy-bh-enter')).toBe('begin');
  });
});
