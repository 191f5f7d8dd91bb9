import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultRecipe } from '../../src/catalogue/recipes.js';
import type { TreeTexts } from '../../src/placement/sources.js';
import { planPort } from '../../src/port/plan.js';
import type { FilePlan } from '../../src/port/port-result.js';
import { planRevert } from '../../src/port/revert.js';
import { fixtureTexts } from '../support/fixture-texts.js';
import { factsOf, fixtureNames } from '../support/fixture-trees.js';
import { callsIn } from '../support/ported-tree.js';
import { type Noise, noises, noisy, withEnds } from '../support/whitespace-noise.js';

const all = (): boolean => true;

/** The texts that a plan makes of a tree. */
function textsAfter(texts: TreeTexts, files: readonly FilePlan[]): TreeTexts {
  const text = (path: string): string => files.find((file) => file.path === path)?.after ?? '';
  return {
    migration: { ...texts.migration, text: text(texts.migration.path) },
    savevm: { ...texts.savevm, text: text(texts.savevm.path) },
    events: { ...texts.events, text: text(texts.events.path) },
  };
}

function portedTexts(texts: TreeTexts, fixes: boolean): TreeTexts {
  const plan = planPort(texts, defaultRecipe, { selected: all, fixes });
  expect(plan.problems).toEqual([]);
  return textsAfter(texts, plan.files);
}

/** Ports and reverts; the bytes must be those of before, unless the tree has upstream's own shape. */
function expectRoundTrip(name: string, texts: TreeTexts, fixes: boolean): void {
  const after = portedTexts(texts, fixes);
  expect(portedTexts(after, fixes)).toEqual(after);
  const revert = planRevert(after, defaultRecipe, all);
  if (/^(?:J4|[KLM])/.test(name)) {
    expect(revert.problems.map((problem) => problem.code)).toEqual(['upstreams-own']);
    expect(textsAfter(after, revert.files)).toEqual(after);
  } else {
    expect(revert.problems).toEqual([]);
    expect(textsAfter(after, revert.files)).toEqual(texts);
  }
}

function withNoise(texts: TreeTexts, noise: Noise): TreeTexts {
  const ends = noise.ends === 'mixed' ? 'lf' : noise.ends;
  return {
    migration: { ...texts.migration, text: noisy(texts.migration.text, noise) },
    savevm: { ...texts.savevm, text: noisy(texts.savevm.text, noise) },
    events: { ...texts.events, text: withEnds(texts.events.text, ends) },
  };
}

const everyWay = fixtureNames.flatMap((name) => [false, true].map((fixes) => ({ name, fixes })));

describe('every fixture tree', () => {
  it.each(everyWay)(
    '$name, fixes $fixes: is ported, has nothing to do then, and is itself after the revert',
    ({ name, fixes }) => {
      expectRoundTrip(name, fixtureTexts(name), fixes);
    },
  );

  it.each(fixtureNames)('%s: has the calls that its facts say', (name) => {
    const { migration, savevm } = portedTexts(fixtureTexts(name), false);
    const counts: Record<string, number> = {};
    for (const found of [...callsIn(migration.text), ...callsIn(savevm.text)])
      counts[found] = (counts[found] ?? 0) + 1;
    expect(counts, `"sites" of qemu-fixtures/${name}/scenarios.json`).toEqual(factsOf(name).sites);
  });

  it('holds to that whatever blanks, comments, tabs and line ends are in it', () => {
    fc.assert(
      fc.property(fc.constantFrom(...everyWay), noises(120), ({ name, fixes }, noise) => {
        expectRoundTrip(name, withNoise(fixtureTexts(name), noise), fixes);
      }),
      { numRuns: 30 },
    );
  });

  it('takes any subset of the checkpoints and gives it back', () => {
    const names = defaultRecipe.checkpoints.map((checkpoint) => checkpoint.name);
    const trees = fixtureNames.filter((name) => !/^(?:J4|[KLM])/.test(name));
    fc.assert(
      fc.property(fc.constantFrom(...trees), fc.subarray(names), fc.boolean(), (name, subset, fixes) => {
        const texts = fixtureTexts(name);
        const plan = planPort(texts, defaultRecipe, { selected: (one) => subset.includes(one), fixes });
        expect(plan.problems).toEqual([]);
        const revert = planRevert(textsAfter(texts, plan.files), defaultRecipe, all);
        expect(revert.problems).toEqual([]);
        expect(textsAfter(texts, revert.files)).toEqual(texts);
      }),
      { numRuns: 25 },
    );
  });
});
