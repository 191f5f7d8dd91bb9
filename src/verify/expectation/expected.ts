import type { FlowCatalogue, KnownDouble, Scenario } from '../../catalogue/flow.js';
import type { Recipe } from '../../catalogue/recipe.js';
import type { SourceFile } from '../../csource/source-file.js';
import { runScenarios } from '../../flow/scenario-runs.js';
import type { Survey } from '../../placement/survey.js';

/** What one host's trace of a migration has to show. */
export interface Expected {
  /** The checkpoints that have to fire, in this order, once each. */
  readonly fires: readonly string[];
  /** Those that may be missing. */
  readonly optional: readonly string[];
  /** Upstream's own doubles, which the flow of this tree has, too. */
  readonly doubles: readonly KnownDouble[];
}

/**
 * What a tree's migrations have to show, by scenario: what the catalogue says of it, of the checkpoints that the tree
 * has places for. A scenario that the tree does not have is absent.
 * @param files the C files of the tree with the checkpoints
 */
export function expectedByScenario(
  files: readonly SourceFile[],
  survey: Survey,
  recipe: Recipe,
): ReadonlyMap<string, Expected> {
  const applicable = new Set(
    survey.checkpoints
      .filter(({ status }) => status !== 'not-applicable')
      .map(({ checkpoint }) => checkpoint.name),
  );
  const { flow } = recipe;
  const runs = runScenarios(files, flow);
  return new Map(
    runs.map(({ scenario, ends }) => {
      const seen = new Set(ends.flatMap(({ fired }) => twiceIn(fired.map(({ name }) => name))));
      return [
        scenario.id,
        {
          fires: scenario.fires.filter((name) => applicable.has(name)),
          optional: scenario.optional ?? [],
          doubles: doublesOf(scenario, flow).filter(({ checkpoint }) => seen.has(checkpoint)),
        },
      ];
    }),
  );
}

function doublesOf(scenario: Scenario, { doubles }: FlowCatalogue): readonly KnownDouble[] {
  return doubles.filter(({ scenarios }) => scenarios.includes(scenario.id));
}

function twiceIn(names: readonly string[]): string[] {
  return names.filter((name, index) => names.indexOf(name) !== index);
}
