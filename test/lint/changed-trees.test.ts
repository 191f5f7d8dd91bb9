import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultRecipe } from '../../src/catalogue/recipes.js';
import type { TreeTexts } from '../../src/placement/sources.js';
import { planPort } from '../../src/port/plan.js';
import { withText } from '../support/changed-texts.js';
import { fixtureNames } from '../support/fixture-trees.js';
import { lintedBy, portedFixture } from '../support/linted.js';
import { mutate, mutationKinds } from '../support/mutations.js';

/** A ported tree with one change, at random: QEMU_DOWNTIME_MUTANTS says how many (300), QEMU_DOWNTIME_SEED which. */
const NUM_RUNS = Math.ceil(Number(process.env.QEMU_DOWNTIME_MUTANTS ?? 300) / 3);
const SEED = Number(process.env.QEMU_DOWNTIME_SEED ?? 20_231_103);

const changedTree = fc
  .record({
    tree: fc.constantFrom(...fixtureNames),
    fixes: fc.boolean(),
    kind: fc.constantFrom(...mutationKinds),
    file: fc.nat(1),
    fn: fc.nat(30),
    piece: fc.nat(80),
    choice: fc.nat(80),
  })
  .map(({ tree, fixes, ...mutation }): TreeTexts => {
    const texts = portedFixture(tree, fixes);
    const { migration, savevm } = mutate(
      { migration: texts.migration.text, savevm: texts.savevm.text },
      mutation,
    );
    return withText(withText(texts, 'migration', migration), 'savevm', savevm);
  });

describe('lint of a tree with one change', () => {
  it('tells of places that are there, the same each time, and of a clean tree only where apply has nothing to do', () => {
    let faulty = 0;
    fc.assert(
      fc.property(changedTree, (texts) => {
        const result = lintedBy(texts, {});
        const lineCount = new Map(
          Object.values(texts).map(({ path, text }) => [path, text.split('\n').length]),
        );
        for (const { file, line, path, message, next, source } of result.findings) {
          expect(message).not.toBe('');
          expect(next).not.toBe('');
          for (const step of [{ file, line }, ...path]) {
            expect([...lineCount.keys()]).toContain(step.file);
            if (step.line === undefined) continue;
            expect(step.line).toBeGreaterThanOrEqual(1);
            expect(step.line).toBeLessThanOrEqual(lineCount.get(step.file) ?? 0);
          }
          expect(source === undefined).toBe(line === undefined);
        }
        const fingerprints = result.findings.map(({ fingerprint }) => fingerprint);
        expect(new Set(fingerprints).size).toBe(fingerprints.length);
        expect(lintedBy({ ...texts }, {})).toEqual(result);
        if (result.findings.some(({ severity }) => severity === 'error')) {
          faulty += 1;
          return;
        }
        const { problems, files } = planPort(texts, defaultRecipe, { selected: () => true, fixes: false });
        expect(problems).toEqual([]);
        for (const { before, after } of files) expect(after).toBe(before);
      }),
      { numRuns: NUM_RUNS, seed: SEED },
    );
    // Neither all of them nor none: the changes are worth the name.
    expect(faulty).toBeGreaterThan(NUM_RUNS / 10);
    expect(faulty).toBeLessThan((NUM_RUNS * 9) / 10);
  }, 600_000);
});
