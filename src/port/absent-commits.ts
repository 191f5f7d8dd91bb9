import type { PrecedingCommit, Recipe } from '../catalogue/recipe.js';
import type { ReadTexts } from '../placement/sources.js';

/** The commits of a recipe's series that a tree does not have, told by what is in its code. */
export function absentCommits(read: ReadTexts, recipe: Pick<Recipe, 'precededBy'>): PrecedingCommit[] {
  return recipe.precededBy.filter(({ sign }) => lacks(read, sign));
}

/** Whether a tree's code shows that it does not have a commit. */
export function lacks({ sources, events }: ReadTexts, sign: PrecedingCommit['sign']): boolean {
  const files = [sources.migration, sources.savevm];
  switch (sign.kind) {
    case 'event':
      return events.declarations(sign.name).length === 0;
    case 'name':
      return !new RegExp(`\\b${sign.name}\\b`).test(sources.migration.code);
    case 'function':
      return !sign.names.every((name) => files.some((file) => file.definitions(name).length > 0));
    case 'code':
      return files.some((file) =>
        file
          .definitions(sign.function)
          .some(({ start, end }) => !sign.pattern.test(file.code.slice(start, end))),
      );
  }
}
