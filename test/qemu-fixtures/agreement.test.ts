import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultRecipe } from '../../src/catalogue/recipes.js';
import { flowOf } from '../../src/proof/flow-findings.js';
import { factsOf, fixtureNames } from '../support/fixture-trees.js';
import { portedFixture } from '../support/ported-fixture.js';
import { preprocessed } from '../support/preprocessed-fixture.js';
import { ProofAndRun, shownByFacts, UNPROVED } from '../support/proof-and-run.js';
import { scratchSpace } from '../support/scratch-space.js';

/**
 * What the flow proof says about order and count is what running shows: of every era's tree, ported either way, what fires
 * in each scenario (scenarios.json, which runs.test.ts holds against running) is among the ends that the proof finds.
 */
const space = scratchSpace();

describe('proof and run agree', () => {
  it.each(
    fixtureNames.flatMap((name) => [
      { name, policy: 'faithful' },
      { name, policy: 'fixed' },
    ]),
  )('$name, $policy', ({ name, policy }) => {
    const isFixed = policy === 'fixed';
    const files = preprocessed(portedFixture(name, join(space, `${name}-${policy}`), isFixed));
    const shown = Object.entries(factsOf(name).scenarios).map(
      ([scenario, { fixed, ...facts }]) =>
        [scenario, shownByFacts({ ...facts, ...(isFixed ? fixed : {}) })] as const,
    );
    const both = new ProofAndRun(files, new Map(shown));
    expect(both.unmapped()).toEqual([]);
    expect(both.undecided()).toEqual([]);
    expect(both.unforeseen()).toEqual([]);
    expect(both.unseen()).toEqual([]);
    // Nothing fires twice or is missing but what the catalogue knows of, and that is seen in a run.
    for (const finding of flowOf(files, defaultRecipe)) {
      expect(finding).toMatchObject({
        kind: 'fires-twice',
        checkpoint: 'src-downtime-end',
        known: { checkpoint: 'src-downtime-end' },
        onFailure: false,
      });
      expect(both.shownIn(finding.scenario).join()).toMatch(/src-downtime-end src-downtime-end$/);
    }
  });
});

it('every scenario that a tree plays is in the proof, or it is said why not', () => {
  const played = new Set(fixtureNames.flatMap((name) => Object.keys(factsOf(name).scenarios)));
  for (const name of Object.keys(UNPROVED)) expect(played).toContain(name);
});
