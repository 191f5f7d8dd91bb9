import type { Variant, Wording } from '../catalogue/change-recipe.js';
import type { SourceFile } from '../csource/source-file.js';

/** What stands in the holes of a variant's templates, in a file; undefined where the file has none of a word's signs. */
export function valuesFor(
  file: SourceFile,
  { values = {} }: Variant,
  wordings: readonly Wording[],
): Readonly<Record<string, string>> | undefined {
  const chosen: Record<string, string> = { ...values };
  for (const { hole, choices } of wordings) {
    const choice = choices.find(
      ({ sign }) => sign === undefined || new RegExp(`\\b${sign}\\b`).test(file.code),
    );
    if (!choice) return undefined;
    chosen[hole] = choice.text;
  }
  return chosen;
}
