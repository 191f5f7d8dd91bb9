import type { Checkpoint } from '../catalogue/recipe.js';
import { controlFlow, flowNodeAt, reachableFrom } from '../csource/control-flow.js';
import type { ParsedFunction, SourceFile } from '../csource/source-file.js';
import type { SyntaxNode } from '../csource/syntax.js';
import { placementProblems } from '../problem/placement-problems.js';
import type { Problem } from '../problem/problem.js';
import { placeAt } from './place-at.js';
import type { NearMiss } from './site.js';

/**
 * That a checkpoint has no place, with the reasons.
 * @param offset where it is told where no reason is nearer
 */
export function unplaced(
  checkpoint: Checkpoint,
  misses: readonly NearMiss[],
  file: SourceFile,
  offset: number,
): Problem {
  // The newest function speaks for the tree; older ones are only ever there beside it. Of its reasons the shape of
  // one old release says least.
  const own = misses.filter((miss) => miss.function === misses[0]?.function);
  const telling = own.filter((miss) => !miss.placement.passing);
  const ranked = telling.length > 0 ? telling : own;
  const reasons = [...new Set(ranked.map((miss) => `${miss.function} (line ${miss.line}) ${miss.reason}`))];
  // Nearer than the function's first line is what is in the way, where it is in a function.
  const isNear = (at: number): boolean => {
    const span = file.functionAt(at);
    return span !== undefined && span.start !== at;
  };
  const near = ranked.find((miss) => isNear(miss.offset))?.offset;
  return placementProblems.unplaced(checkpoint.name, reasons, placeAt(file, near ?? offset));
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
