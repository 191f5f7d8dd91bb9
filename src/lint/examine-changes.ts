import type { ChangeRecipe } from '../catalogue/change-recipe.js';
import { surveyChanges } from '../changes/survey-changes.js';
import { readTexts, type TreeTexts } from '../placement/sources.js';
import { defectProblems } from '../port/text-defects.js';
import type { TreeMemory } from '../port/tree-memory.js';
import { eventCallsIn } from './event-calls.js';
import type { ExaminedChanges } from './rule.js';

/** Finds out what the rules want to know of a recipe of changes. A file that is not whole is not read further. */
export function examineChanges(texts: TreeTexts, recipe: ChangeRecipe, memory?: TreeMemory): ExaminedChanges {
  const read = readTexts(texts, memory?.sources);
  if (defectProblems(read).length > 0) return { recipe, texts, read, events: [] };
  const { migration, savevm } = read.sources;
  const events = [migration, savevm].flatMap((file) => eventCallsIn(file, recipe));
  return { recipe, texts, read, survey: surveyChanges(read.sources, recipe), events };
}
