import { setImmediate } from 'node:timers/promises';
import { defaultRecipe } from '../../src/catalogue/recipes.js';
import type { ObjectReader } from '../../src/git/object-reader.js';
import { readRevisionTree } from '../../src/git/revision-tree.js';
import type { TreeTexts } from '../../src/placement/sources.js';
import { planPort } from '../../src/port/plan.js';
import { TreeMemory } from '../../src/port/tree-memory.js';
import { treeTexts } from '../../src/port/tree-texts.js';
import { goldenReleases } from '../../test/golden/golden.js';
import { resultTexts } from '../sweep/round-trip.js';
import { everyNthOfKind } from './mutants/choose.js';
import { MutantJudge, type MutantVerdict } from './mutants/judge-mutant.js';
import { mutantsOf } from './mutants/mutants.js';

/** The trees that are made wrong: upstream's own, and ports. */
const RELEASES = ['v10.2.0', 'v9.2.0', 'v8.2.0', 'v7.2.0', 'v5.2.0', 'v4.1.0', 'v2.12.0'];

export interface MutantRow extends MutantVerdict {
  readonly release: string;
}

/**
 * Lints mutants of right trees.
 * @param share takes each n-th of a kind
 */
export async function* wrongTrees(reader: ObjectReader, share: number): AsyncGenerator<MutantRow> {
  for (const release of RELEASES) {
    const texts = await rightTree(reader, release);
    const judge = new MutantJudge(texts, new TreeMemory());
    for (const mutant of everyNthOfKind(mutantsOf(texts), share)) {
      yield { release, ...judge.judge(mutant) };
      // Native syntax trees are freed only when the event loop gets its turn.
      await setImmediate();
    }
  }
}

async function rightTree(reader: ObjectReader, release: string): Promise<TreeTexts> {
  const known = goldenReleases.get(release);
  if (!known) throw new Error(`nothing is known of ${release}`);
  const { tree } = await readRevisionTree(reader, known.commit);
  const texts = treeTexts(tree);
  if (!known.expected_sites) return texts;
  const plan = planPort(texts, defaultRecipe, { selected: () => true, fixes: false });
  if (plan.problems.length > 0) throw new Error(`${release} is not ported: ${plan.problems[0]?.found}`);
  return resultTexts(texts, plan.files);
}
