import { describe, expect, test } from 'vitest';
import { filesOf, resultTexts } from '../../scripts/sweep/round-trip.js';
import { defaultRecipe } from '../../src/catalogue/recipes.js';
import { planPort } from '../../src/port/plan.js';
import { blobId } from '../../src/tree/blob-id.js';
import { goldenTrees } from '../golden/golden.js';
import { judgeCalls } from '../golden/judge-calls.js';
import { isEventRight } from '../golden/judge-event.js';
import { expectedSites } from './expected.js';
import { realTexts } from './real-tree.js';

/** Debian's tarballs of these two hold upstream's files as they were released. */
describe.each(['5.2', '7.2'])('QEMU %s.0', (release) => {
  const golden = goldenTrees.get(`v${release}.0`);
  if (!golden) throw new Error(`nothing is known of the sites of ${release}`);
  const total = Object.values(expectedSites(release)).reduce((sum, count) => sum + count, 0);

  test('its files are the ones whose lines are known', () => {
    const ids = filesOf(realTexts(release, 'unpatched')).map(({ path, text }) => [
      path,
      blobId(Buffer.from(text, 'latin1')),
    ]);
    expect(ids).toEqual(ids.map(([path = '']) => [path, golden.blobs[path]]));
  });

  test.each(['faithful', 'fixed'] as const)('every call stands at its line (%s)', (policy) => {
    const texts = realTexts(release, 'unpatched');
    const fixes = policy === 'fixed';
    const plan = planPort(texts, defaultRecipe, { selected: () => true, fixes });
    const byPath = (files: readonly { path: string; text: string }[]) =>
      new Map(files.map(({ path, text }) => [path, text]));
    const before = byPath(filesOf(texts));
    const after = byPath(filesOf(resultTexts(texts, plan.files)));
    expect(judgeCalls(golden, before, after, policy)).toEqual({ right: total, wrong: [], missing: [] });
    const { file } = golden.trace_events;
    expect(isEventRight(golden, before.get(file) ?? '', after.get(file) ?? '')).toBe(true);
  });

  test('untouched, it lacks every call', () => {
    const before = new Map(filesOf(realTexts(release, 'unpatched')).map(({ path, text }) => [path, text]));
    const judged = judgeCalls(golden, before, before);
    expect(judged).toMatchObject({ right: 0, wrong: [] });
    expect(judged.missing).toHaveLength(total);
  });
});
