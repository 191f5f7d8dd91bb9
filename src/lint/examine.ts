import type { Recipe } from '../catalogue/recipe.js';
import { readTexts, type TreeTexts } from '../placement/sources.js';
import { survey } from '../placement/survey.js';
import { defectProblems } from '../port/text-defects.js';
import type { TreeMemory } from '../port/tree-memory.js';
import { flowOf } from '../proof/flow-findings.js';
import type { Examined } from './rule.js';

/** Finds out all that the rules want to know of a tree. A file that is not whole is not read further. */
export function examine(texts: TreeTexts, recipe: Recipe, memory?: TreeMemory): Omit<Examined, 'rivals'> {
  const read = readTexts(texts, memory?.sources);
  if (defectProblems(read).length > 0) return { recipe, texts, read, flow: [] };
  const { migration, savevm } = read.sources;
  const found = survey(read.sources, recipe);
  // Where nothing calls the tracepoint nothing can fire.
  const flow = found.calls.length > 0 ? flowOf([migration, savevm], recipe, memory?.flow) : [];
  return { recipe, texts, read, survey: found, flow };
}
