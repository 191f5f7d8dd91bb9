import { describe, expect, it } from 'vitest';
import { defaultRecipe } from '../../src/catalogue/recipes.js';
import { planPort } from '../../src/port/plan.js';
import { TreeMemory } from '../../src/port/tree-memory.js';
import { fixtureTexts } from '../support/fixture-texts.js';

describe('what is kept of trees for the next ones', () => {
  it('gives the same plans as finding it out anew', () => {
    const memory = new TreeMemory();
    const options = { selected: () => true, fixes: false };
    for (const name of ['I-7.2', 'I-8.1', 'I-7.2', 'H-6.2', 'I-7.2']) {
      const fresh = planPort(fixtureTexts(name), defaultRecipe, options);
      expect(planPort(fixtureTexts(name), defaultRecipe, { ...options, memory })).toEqual(fresh);
    }
  });
});
