import type { PrecedingCommit, Recipe } from '../catalogue/recipe.js';
import type { ReadTexts } from '../placement/sources.js';

/** The commits of a recipe's series that a tree does not have, told by what is in its code. */
export function absentCommits(
  { sources, events }: ReadTexts,
  recipe: Pick<Recipe, 'precededBy'>,
): PrecedingCommit[] {
  const files = [sources.migration, sources.savevm];
  const isAbsent = ({ sign }: PrecedingCommit): boolean => {
    if (sign.kind === 'event') return events.declarations(sign.name).length === 0;
    if (sign.kind === 'function')
      return !sign.names.every((name) => files.some((file) => file.definitions(name).length > 0));
    return files.some((file) =>
      file
        .definitions(sign.function)
        .some(({ start, end }) => !sign.pattern.test(file.code.slice(start, end))),
    );
  };
  return recipe.precededBy.filter(isAbsent);
}
