import type { Variant, Wording } from '../catalogue/change-recipe.js';
import type { ParsedFunction } from '../csource/source-file.js';

/**
 * What stands in the holes of a variant's templates, in a function; undefined where its file has none of a word's signs.
 * STATE is what the function calls the migration that it is given.
 */
export function valuesFor(
  { file, start, body }: ParsedFunction,
  { values = {} }: Variant,
  wordings: readonly Wording[],
): Readonly<Record<string, string>> | undefined {
  const state = /\bMigrationState\s*\*\s*(\w+)/.exec(file.code.slice(start, body))?.[1];
  const chosen: Record<string, string> = { ...(state === undefined ? {} : { STATE: state }), ...values };
  for (const { hole, choices } of wordings) {
    const choice = choices.find(
      ({ sign }) => sign === undefined || new RegExp(`\\b${sign}\\b`).test(file.code),
    );
    if (!choice) return undefined;
    chosen[hole] = choice.text;
  }
  return chosen;
}
