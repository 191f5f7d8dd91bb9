import type { Checkpoint, Recipe, Slot } from '../catalogue/recipe.js';
import { controlFlow, flowNodeAt, reachableFrom } from '../csource/control-flow.js';
import type { ParsedFunction, SourceFile } from '../csource/source-file.js';
import type { SyntaxNode } from '../csource/syntax.js';
import { placementProblems, placementReasons } from '../problem/placement-problems.js';
import type { Problem } from '../problem/problem.js';
import { newerFunctions } from './known-functions.js';
import { placeAt } from './place-at.js';
import type { NearMiss } from './site.js';

/** What was looked at in vain. */
export interface LookedFor {
  readonly checkpoint: Checkpoint;
  readonly slot: Slot;
  readonly misses: readonly NearMiss[];
  readonly recipe: Recipe;
}

/**
 * That a checkpoint has no place, with the reasons.
 * @param offset where it is told where no reason is nearer
 */
export function unplaced(
  { checkpoint, slot, misses, recipe }: LookedFor,
  file: SourceFile,
  offset: number,
): Problem {
  // The newest function speaks for the tree; older ones are only ever there beside it. Of its reasons the shape of
  // one old release says least.
  const own = misses.filter((miss) => miss.function === misses[0]?.function);
  const telling = own.filter((miss) => !miss.placement.passing);
  const ranked = telling.length > 0 ? telling : own;
  const reasons = [...new Set(ranked.map((miss) => `${miss.function} (line ${miss.line}) ${miss.reason}`))];
  const absent = absentFunctions(ranked, slot, file, recipe);
  // Nearer than the function's first line is what is in the way, where it is in a function.
  const isNear = (at: number): boolean => {
    const span = file.functionAt(at);
    return span !== undefined && span.start !== at;
  };
  const near = ranked.find((miss) => isNear(miss.offset))?.offset;
  return placementProblems.unplaced(
    checkpoint.name,
    absent.length > 0 ? [placementReasons.olderOnly(absent, reasons)] : reasons,
    placeAt(file, near ?? offset),
  );
}

/**
 * Newer functions that a tree should have and does not: the newest that it has lacks all that the checkpoint is about, and
 * it is a namesake of another generation, or another checkpoint is placed in something newer.
 * @param misses of one function
 */
function absentFunctions(
  misses: readonly NearMiss[],
  slot: Slot,
  file: SourceFile,
  recipe: Recipe,
): readonly string[] {
  const newer = newerFunctions(file, slot);
  const [first] = misses;
  const isNewest = first?.function === slot.functions[newer.length];
  if (newer.length === 0 || !first || !isNewest || misses.some(({ lacks }) => !lacks)) return [];
  const isOutdated = recipe.checkpoints
    .flatMap(({ slots }) => slots)
    .some(({ functions }) => {
      const at = functions.findIndex((name) => file.definitions(name).length > 0);
      return at >= 0 && at < functions.indexOf(first.function);
    });
  return first.lacks === 'generation' || isOutdated ? newer : [];
}

/** Of several anchors the first to which control comes from another. */
export function secondOnPath(fn: ParsedFunction, anchors: readonly SyntaxNode[]): SyntaxNode | undefined {
  const flow = controlFlow(fn);
  const nodes = anchors.map((anchor) => ({ anchor, node: flowNodeAt(flow, anchor.start) }));
  return nodes.find(({ node }) =>
    nodes.some(
      (other) => node && other.node && reachableFrom(flow, other.node.id, 'forward-edges').has(node.id),
    ),
  )?.anchor;
}
