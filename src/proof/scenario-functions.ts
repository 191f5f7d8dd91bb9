import type { FlowCatalogue } from '../catalogue/flow.js';
import type { SourceFile } from '../csource/source-file.js';
import { Program } from '../flow/program.js';
import type { FlowFinding } from './flow-finding.js';

/**
 * The functions that a finding's scenario runs through: those that tell its way from the others', then all. With a stage
 * the first are its own.
 */
export function scenarioFunctions(
  files: readonly SourceFile[],
  { effects, scenarios }: FlowCatalogue,
  { scenario: id, stage }: Pick<FlowFinding, 'scenario' | 'stage'>,
): readonly ReadonlySet<string>[] {
  const scenario = scenarios.find((one) => one.id === id);
  if (!scenario) return [];
  const program = new Program(files);
  const borders = [...effects.borders, ...scenario.without];
  return [stage === undefined ? scenario.through : [stage], scenario.entries].map((entries) =>
    program.reach(entries, borders),
  );
}
