import type { AnyRecipe } from './any-recipe.js';

/** What a recipe of either kind brings under one name: a checkpoint, or a change. */
export interface RecipePart {
  readonly name: string;
  readonly meaning: string;
  /** The host that it tells of, where the recipe parts them. */
  readonly side: 'source' | 'destination' | undefined;
  /** Where upstream's commit puts it. */
  readonly upstream: string;
  /** Id of the placement or variant that is upstream's own, and the function that it is in, if it is in one. */
  readonly own: { readonly id: string; readonly function: string | undefined };
}

/** The names that a recipe brings, in its order. */
export function partsOf(recipe: AnyRecipe): RecipePart[] {
  if (recipe.kind === 'changes')
    return recipe.changes.map(({ name, meaning, upstream, upstreamVariant, variants }) => {
      const own = variants.find(({ id }) => id === upstreamVariant);
      // A new function is in no other.
      const isNew = own?.parts.some(({ kind }) => kind === 'define');
      return {
        name,
        meaning,
        side: undefined,
        upstream,
        own: { id: upstreamVariant, function: isNew ? undefined : own?.functions[0] },
      };
    });
  return recipe.checkpoints.map(({ name, meaning, side, upstream, upstreamPlacement, slots }) => {
    const own = slots.flatMap(({ placements }) => placements).find(({ id }) => id === upstreamPlacement);
    return { name, meaning, side, upstream, own: { id: upstreamPlacement, function: own?.functions[0] } };
  });
}

/** The events that a recipe declares, and the older one that it drops. */
export function eventsOf(recipe: AnyRecipe): {
  readonly added: readonly string[];
  readonly dropped?: string;
} {
  if (recipe.kind === 'changes') return { added: recipe.events.map(({ name }) => name) };
  const { name, removes } = recipe.event;
  return { added: [name], ...(removes ? { dropped: removes.name } : {}) };
}

/** Whether a recipe is a step of ours that no commit of upstream's makes. */
export function isOurs(recipe: AnyRecipe): boolean {
  return recipe.kind === 'changes' && recipe.ours === true;
}

/** Whether what a recipe places are calls of tracepoints. */
export function callsTracepoints(recipe: AnyRecipe): boolean {
  return eventsOf(recipe).added.length > 0;
}
