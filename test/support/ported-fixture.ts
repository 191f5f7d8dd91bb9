import { defaultRecipe } from '../../src/catalogue/recipes.js';
import { planPort } from '../../src/port/plan.js';
import { putFiles } from '../tree/write/scratch-tree.js';
import { fixtureTexts } from './fixture-texts.js';
import { copyOf } from './fixture-trees.js';

/** A copy of a fixture tree with its port. */
export function portedFixture(name: string, root: string, fixes = false): string {
  const plan = planPort(fixtureTexts(name), defaultRecipe, { selected: () => true, fixes });
  const [problem] = plan.problems;
  if (problem) throw new Error(`${name}: ${problem.found}`);
  copyOf(name, root);
  for (const { path, after } of plan.files) putFiles(root, { [path]: Buffer.from(after, 'latin1') });
  return root;
}
