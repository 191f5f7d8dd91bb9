import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { upstreamSeries } from '../../src/catalogue/upstream-series/index.js';
import type { SeriesTexts } from '../../src/placement/sources.js';
import { planRecipes, textsAfter } from '../../src/port/plan-recipes.js';
import { fixtureTexts } from '../support/fixture-texts.js';
import { copyOf, factsOf, fixtureNames } from '../support/fixture-trees.js';
import { compile, fired, marks, play, scenariosIn, wrongMoments } from '../support/play-fixture.js';
import { scratchSpace } from '../support/scratch-space.js';
import { putFiles } from '../tree/write/scratch-tree.js';

/**
 * The series by running: from 2.5 on, where postcopy came, every era's tree compiles after
 * each of its commits and goes on doing what it did, and after the last one the checkpoints fire as they do without it.
 * The small trees load devices in a way of their own, so that the events of devices are left out.
 */
const space = scratchSpace();
const STEPS = upstreamSeries.filter(({ name }) => name !== 'per-device');
const ALL = { selected: () => true, fixes: false };

const eras = fixtureNames.filter((name) => /^[D-J]/.test(name));

describe.each(eras)('the series on %s', (name) => {
  it('compiles after each commit, and fires the checkpoints at the end', async () => {
    const root = copyOf(name, join(space, name));
    const facts = factsOf(name).scenarios;
    const before = await allMarks(root, join(space, `${name}-before`));
    const path = ['migration/migration.h', 'include/migration/migration.h'].find((one) =>
      existsSync(join(root, one)),
    );
    if (path === undefined) throw new Error(`${name} has no migration.h`);
    const header = { path, text: readFileSync(join(root, path), 'latin1') };
    // The header that the series includes for RunState, which the small trees have elsewhere.
    putFiles(root, { 'qapi/qapi-types-run-state.h': Buffer.from('') });
    let texts: SeriesTexts = { ...fixtureTexts(name), header };
    for (const recipe of STEPS) {
      const plan = planRecipes(texts, [recipe], ALL);
      expect(plan.problems).toEqual([]);
      if (plan.files.every((file) => file.before === file.after)) continue;
      texts = textsAfter(texts, { files: plan.files });
      for (const file of plan.files) putFiles(root, { [file.path]: Buffer.from(file.after, 'latin1') });
      const program = join(space, `${name}-${recipe.name}`);
      await compile(root, program);
      for (const scenario of await scenariosIn(program)) {
        const events = await play(program, scenario);
        expect(marks(events), `${recipe.name}: ${scenario} does what it did`).toEqual(before.get(scenario));
        if (recipe !== STEPS.at(-1)) continue;
        // Up to 2.11 the thread goes on asking whether postcopy was entered, so that the end fires once.
        const { fixed, ...plain } = facts[scenario] ?? {};
        const { source, destination } = { ...plain, ...(/^[DE]/.test(name) ? fixed : {}) };
        expect(fired(events), scenario).toEqual({ source, destination });
        expect(wrongMoments(events), scenario).toEqual([]);
      }
    }
  });
});

async function allMarks(root: string, program: string): Promise<Map<string, string[]>> {
  await compile(root, program);
  const found = new Map<string, string[]>();
  for (const scenario of await scenariosIn(program))
    found.set(scenario, marks(await play(program, scenario)));
  return found;
}
