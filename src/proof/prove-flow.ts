import type { Recipe } from '../catalogue/recipe.js';
import type { SourceFile } from '../csource/source-file.js';
import { flowProblems } from '../problem/flow-problems.js';
import { placementProblems } from '../problem/placement-problems.js';
import type { Problem } from '../problem/problem.js';
import type { FlowFinding } from './flow-finding.js';
import { flowOf } from './flow-findings.js';
import type { FlowMemory } from './flow-memory.js';
import type { Selected } from './prove.js';

/**
 * Proves that the selected checkpoints of a tree's text fire once each, in order, in every kind of migration, but for
 * the doubles that are upstream's own.
 * @returns what contradicts that; empty when the text is right
 */
export function proveFlow(
  files: readonly SourceFile[],
  recipe: Recipe,
  selected: Selected,
  memory?: FlowMemory,
): Problem[] {
  return flowOf(files, recipe, memory)
    .filter(({ known, checkpoint }) => !known && (checkpoint === undefined || selected(checkpoint)))
    .map(problemOf);
}

function problemOf(finding: FlowFinding): Problem {
  const { kind, checkpoint = '', title, path, place, other = '', why, stage } = finding;
  switch (kind) {
    case 'fires-twice':
      return flowProblems.firesTwice(checkpoint, title, path, place);
    case 'missing-on-path':
      return stage === undefined
        ? flowProblems.missingOnPath(checkpoint, title, place)
        : flowProblems.firesLate(checkpoint, stage, title, path, place);
    case 'wrong-path':
      return flowProblems.wrongPath(checkpoint, title, path, place);
    case 'wrong-order':
      return flowProblems.wrongOrder(checkpoint, other, title, path, place);
    case 'unread':
      return placementProblems.notParsed(place);
    case 'undecided':
    case 'no-success':
      return flowProblems.notAnalysable(title, why, place);
  }
}
