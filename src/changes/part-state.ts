import type { ChangeRecipe, Part } from '../catalogue/change-recipe.js';
import type { ParsedFunction } from '../csource/source-file.js';
import type { Edit } from '../csource/splice.js';

/** The function in which a part is looked for, with what its templates need. */
export interface PartContext {
  readonly recipe: ChangeRecipe;
  readonly fn: ParsedFunction;
  /** What stands in the holes of the templates. */
  readonly values: Readonly<Record<string, string>>;
}

/** What a tree has of one part. Offsets are of the file with the function. */
export type PartState =
  | {
      readonly kind: 'present';
      readonly at: number;
      /** What takes it out again; absent where no port of ours looks like that. */
      readonly undo?: readonly Edit[];
    }
  | { readonly kind: 'absent'; readonly at: number; readonly edits: readonly Edit[] }
  /** Something of it is there, and not as it should be. */
  | { readonly kind: 'wrong'; readonly at: number; readonly reason: string }
  /** The function has no place for it. */
  | { readonly kind: 'no-place'; readonly at: number; readonly reason: string };

/** A part with what the tree has of it. */
export interface PartFound {
  readonly part: Part;
  readonly state: PartState;
}
