import { describe, expect, it } from 'vitest';
import { defaultRecipe } from '../../../src/catalogue/recipes.js';
import { readTexts } from '../../../src/placement/sources.js';
import { survey } from '../../../src/placement/survey.js';
import { planPort } from '../../../src/port/plan.js';
import { treeTexts } from '../../../src/port/tree-texts.js';
import { openFolderTree } from '../../../src/tree/folder-tree.js';
import { expectedIn } from '../../../src/verify/expectation/by-mode.js';
import { type Expected, expectedByScenario } from '../../../src/verify/expectation/expected.js';
import { isRight, judge } from '../../../src/verify/expectation/judge.js';
import { type MigrationMode, MODES } from '../../../src/verify/migrations/modes.js';
import { copyOf, factsOf, fixtureNames } from '../../support/fixture-trees.js';

/** What a fixture, with its port, has to show. */
function expectedOf(name: string, fixes = false): ReadonlyMap<string, Expected> {
  const texts = treeTexts(openFolderTree(copyOf(name)));
  const plan = planPort(texts, defaultRecipe, { selected: () => true, fixes });
  const [first, second, third] = plan.files.map(({ path, after }) => ({ path, text: after }));
  if (!first || !second || !third) throw new Error(`${name} is refused`);
  const after = { migration: first, savevm: second, events: third };
  const ported = survey(readTexts(after).sources, defaultRecipe);
  const { migration, savevm } = ported.sources;
  return expectedByScenario([migration, savevm], ported, defaultRecipe);
}

/** The fixture's scenario that a mode is. */
const PLAYED: Partial<Record<MigrationMode, readonly [string, string?]>> = {
  precopy: ['precopy', 'precopy'],
  postcopy: ['postcopy', 'postcopy'],
  file: ['file', 'precopy'],
  'background-snapshot': ['background-snapshot'],
  'paused-destination': ['precopy-not-autostart', 'precopy-not-autostart'],
  'paused-source': ['precopy-source-paused', 'precopy-source-paused'],
};

describe.each(fixtureNames)('what %s has to show', (name) => {
  it('is what its migrations fire when they run', () => {
    const { scenarios } = factsOf(name);
    const expected = expectedOf(name);
    for (const [mode, [source = '', destination]] of Object.entries(PLAYED)) {
      const sides = expectedIn(mode as MigrationMode, expected);
      const fired = scenarios[source];
      if (!fired) {
        expect(sides, mode).toBeUndefined();
        continue;
      }
      expect(sides, mode).toBeDefined();
      if (!sides) continue;
      expect({ mode, ...judge(fired.source, sides.source) }).toMatchObject({
        mode,
        ...{ missing: [], unexpected: [], outOfOrder: [] },
      });
      const there = destination === undefined ? undefined : scenarios[destination]?.destination;
      expect(sides.destination !== undefined, mode).toBe(there !== undefined);
      if (there && sides.destination) expect(isRight(judge(there, sides.destination)), mode).toBe(true);
    }
  });
});

describe('what a port with the later correction has to show', () => {
  it('has upstream’s double no more, but for a downtime of nothing', () => {
    const before = expectedIn('postcopy', expectedOf('I-7.2'));
    const after = expectedIn('postcopy', expectedOf('I-7.2', true));
    const doubles = (side: typeof before) =>
      side?.source.scenarios.map(({ doubles: own }) => own.map(({ checkpoint }) => checkpoint));
    expect(doubles(before)?.[0]).toEqual(['src-downtime-end']);
    expect(doubles(after)?.[0]).toEqual([]);
    expect(doubles(after)?.[1]).toEqual(['src-downtime-end']);
  });
});

describe('a mode', () => {
  it('has its expectation, or there is no such migration in the tree', () => {
    const expected = expectedOf('G-5.2');
    const without = Object.keys(MODES).filter((mode) => !expectedIn(mode as MigrationMode, expected));
    expect(without).toEqual(['background-snapshot']);
  });

  it('that fails has a source that shows nothing, and a destination that is not looked at', () => {
    const sides = expectedIn('failed', expectedOf('I-7.2'));
    expect(sides?.destination).toBeUndefined();
    expect(sides && isRight(judge([], sides.source))).toBe(true);
    expect(sides && judge(['src-downtime-start'], sides.source).unexpected).toEqual(['src-downtime-start']);
  });

  it('of postcopy has the end of the load at any time, as 2.5 has it last', () => {
    const { destination } = expectedIn('postcopy', expectedOf('D-2.5')) ?? {};
    expect(destination?.anyTime).toEqual(['dst-precopy-loadvm-completed']);
    expect(expectedIn('precopy', expectedOf('D-2.5'))?.destination?.anyTime).toEqual([]);
  });
});
