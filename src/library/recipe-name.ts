/** A recipe: the 14 checkpoints (upstream 3e5f3bcdc2), or the events of each device (upstream 3c80f14272). */
export type RecipeName = 'checkpoints' | 'per-device';

/** Names as `--recipe` takes them. */
export function recipeChoice(names: readonly RecipeName[] | undefined): { readonly recipe?: string } {
  return names === undefined ? {} : { recipe: names.join(',') };
}
