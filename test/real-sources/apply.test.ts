import { describe, expect, test } from 'vitest';
import { roundTripFailures } from '../../scripts/sweep/round-trip.js';
import { defaultRecipe } from '../../src/catalogue/recipes.js';
import type { TreeTexts } from '../../src/placement/sources.js';
import { planPort } from '../../src/port/plan.js';
import type { Plan } from '../../src/port/port-result.js';
import { cli } from '../support/run-cli.js';
import { expectedSites } from './expected.js';
import { NEWER_TREES, OLDER_TREES, realCopy, realTexts, textsIn } from './real-tree.js';

function port(texts: TreeTexts, fixes = false): Plan {
  return planPort(texts, defaultRecipe, { selected: () => true, fixes });
}

function counts(plan: Plan): Record<string, number> {
  return Object.fromEntries(plan.verdicts.map(({ name, sites }) => [name, sites.length]));
}

describe.each(OLDER_TREES)('QEMU %s, %s', (release, kind) => {
  test.each([false, true])('every checkpoint finds its places (fixes: %s)', (fixes) => {
    const plan = port(realTexts(release, kind), fixes);
    expect(plan.problems).toEqual([]);
    expect(counts(plan)).toEqual(expectedSites(release));
    expect(new Set(plan.verdicts.map(({ status }) => status))).not.toContain('unplaced');
  });

  test.each([false, true])(
    'a second port changes nothing, a revert gives the same bytes (fixes: %s)',
    (fixes) => {
      const texts = realTexts(release, kind);
      const options = { selected: () => true, fixes, revertMayDecline: false };
      expect(roundTripFailures(port(texts, fixes).files, texts, defaultRecipe, options)).toEqual([]);
    },
  );

  test.each([false, true])(
    'the program writes what was planned, once, and takes it out (fixes: %s)',
    async (fixes) => {
      const flags = fixes ? ['--fixes'] : [];
      const root = realCopy(release, kind);
      const original = textsIn(root);
      const plan = port(original, fixes);

      const applied = await cli(['apply', root, ...flags]);
      expect(applied).toMatchObject({ code: 0, stderr: '' });
      const result = textsIn(root);
      expect(plan.files.map(({ path, after }) => ({ path, text: after }))).toEqual([
        result.migration,
        result.savevm,
        result.events,
      ]);

      const again = await cli(['apply', root, ...flags]);
      expect(again.code).toBe(0);
      expect(again.stdout).toContain('nothing to do');
      expect(textsIn(root)).toEqual(result);

      const reverted = await cli(['revert', root]);
      expect(reverted).toMatchObject({ code: 0, stderr: '' });
      expect(textsIn(root)).toEqual(original);
    },
  );
});

describe.each(NEWER_TREES)('QEMU %s, %s', (release, kind) => {
  test('has every checkpoint, and nothing changes', async () => {
    const plan = port(realTexts(release, kind));
    expect(plan.problems).toEqual([]);
    expect(plan.verdicts.map(({ status }) => status)).toEqual(Array(14).fill('present'));
    expect(plan.verdicts.map(({ sites }) => sites.length)).toEqual(Array(14).fill(1));

    const root = realCopy(release, kind);
    const original = textsIn(root);
    const checked = await cli(['apply', '--check', root]);
    expect(checked.code).toBe(0);
    const applied = await cli(['apply', root]);
    expect(applied.code).toBe(0);
    expect(applied.stdout).toContain('nothing to do');
    expect(textsIn(root)).toEqual(original);
  });

  test("what is upstream's own is not reverted", async () => {
    const root = realCopy(release, kind);
    const original = textsIn(root);
    const reverted = await cli(['revert', root]);
    expect(reverted.code).toBe(3);
    expect(reverted.stderr).toContain('[upstreams-own]');
    expect(textsIn(root)).toEqual(original);
  });
});
