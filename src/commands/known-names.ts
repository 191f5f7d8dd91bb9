import { defaultRecipe, recipes } from '../catalogue/recipes.js';
import { FIGURES } from '../report/figures.js';
import { ruleTexts } from './rule-texts.js';

/** The names that a user can choose from, by what they are of. */
export const knownNames = {
  checkpoints: (): string[] => defaultRecipe.checkpoints.map(({ name }) => name),
  recipes: (): string[] => recipes.map(({ name }) => name),
  ruleIds: (): string[] => ruleTexts().map(({ id }) => id),
  rules: (): string[] => [...ruleTexts().map(({ id }) => id), 'all', 'scenarios'],
  figures: (): string[] => FIGURES.map(({ id }) => id),
};
