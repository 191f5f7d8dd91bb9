import type { Assumed, Effects, FlowCatalogue, Scenario } from '../catalogue/flow.js';
import type { SourceFile } from '../csource/source-file.js';
import { storedInto } from './places.js';
import { type Blemish, type DefinedFunction, Program } from './program.js';
import { Relevance } from './relevance.js';
import { Runner } from './run.js';
import type { RunState } from './run-state.js';
import type { Happening } from './trail.js';
import { Undecided } from './undecided.js';
import { constant, FALSE, NEGATIVE, POSITIVE, type Value, ZERO } from './value.js';

/** One way in which a run can end. */
export interface End {
  /** `left`: it was not followed to its end, since it would begin anew. */
  readonly outcome: 'success' | 'failure' | 'left';
  /** The checkpoints that fired, in order. */
  readonly fired: readonly Happening[];
}

/** All ends of a scenario; or why they could not be found out. */
export interface ScenarioRuns {
  readonly scenario: Scenario;
  readonly entry: DefinedFunction;
  readonly ends: readonly End[];
  readonly undecided?: {
    readonly function: DefinedFunction;
    readonly why: string;
    /** The function that does not parse, where that is why. */
    readonly blemish?: Blemish | undefined;
  };
}

/**
 * Runs the scenarios of a catalogue that the code of some files has.
 * @param isWanted leaves out scenarios, knowing those that ran before
 * @returns those whose entry is defined, in the catalogue's order
 */
export function runScenarios(
  files: readonly SourceFile[],
  catalogue: FlowCatalogue,
  isWanted: (scenario: Scenario, before: readonly ScenarioRuns[]) => boolean = () => true,
): ScenarioRuns[] {
  const program = new Program(files);
  const { effects } = catalogue;
  const present = catalogue.scenarios.flatMap((scenario) => {
    const name = scenario.entries.find((one) => program.defines(one));
    const entry = name === undefined ? undefined : program.definition(name);
    return entry && hasNeeds(program, entry.name, scenario, effects) ? [{ scenario, entry }] : [];
  });
  const relevance = new Relevance(
    program,
    effects,
    present.map(({ entry }) => entry.name),
  );
  // What a function does from the same state is worked out once for all scenarios.
  const runner = new Runner(relevance);
  const runs: ScenarioRuns[] = [];
  for (const { scenario, entry } of present)
    if (isWanted(scenario, runs)) runs.push(runScenario(scenario, entry, program, runner, effects));
  return runs;
}

function runScenario(
  scenario: Scenario,
  entry: DefinedFunction,
  program: Program,
  runner: Runner,
  effects: Effects,
): ScenarioRuns {
  const blemish = program.blemish(entry.name);
  if (blemish) {
    const undecided = { function: entry, why: 'the parser cannot read it', blemish };
    return { scenario, entry, ends: [], undecided };
  }
  try {
    const begin = beginOf(program, entry.name, scenario);
    const ends = runner
      .run(entry.name, begin)
      .map(({ state, result }) => endOf(state, result, scenario, runner.fieldIn(state, effects.stateField)));
    return { scenario, entry, ends };
  } catch (error) {
    if (!(error instanceof Undecided)) throw error;
    const { fn, why, blemish: inCalled } = error;
    return { scenario, entry, ends: [], undecided: { function: fn, why, blemish: inCalled } };
  }
}

function hasNeeds(program: Program, entry: string, { needs }: Scenario, { borders }: Effects): boolean {
  return (
    !needs ||
    [...program.reach([entry], borders)].some((name) => needs.some((word) => program.words(name).has(word)))
  );
}

const ASSUMED: Readonly<Record<Assumed, Value>> = {
  zero: FALSE,
  'not-zero': { signs: NEGATIVE | POSITIVE },
  positive: { signs: POSITIVE },
};

/** What is known when a scenario begins, by place. */
function beginOf(
  program: Program,
  entry: string,
  { begins, answers = {}, stores = {} }: Scenario,
): [string, Value][] {
  const known: [string, Value][] = [
    ...Object.entries(answers).map(([name, assumed]): [string, Value] => [`${name}()`, ASSUMED[assumed]]),
    ...Object.entries(stores).map(([field, assumed]): [string, Value] => [
      storedInto(field),
      ASSUMED[assumed],
    ]),
  ];
  const reached = (): string[] => [...program.reach([entry])];
  for (const [field, constants] of Object.entries(begins)) {
    const named = constants.find(
      (one) => /^\d/.test(one) || reached().some((name) => program.words(name).has(one)),
    );
    if (named !== undefined) known.push([`.${field}`, constant(named)]);
  }
  return known;
}

function endOf(
  state: RunState,
  result: Value,
  { success, through, throughOneOf, without }: Scenario,
  migration: Value,
): End {
  const fired = state.trail.happened.filter(({ kind }) => kind === 'checkpoint');
  const marks = new Set(state.trail.happened.filter(({ kind }) => kind === 'mark').map(({ name }) => name));
  const isOnWay =
    through.every((name) => marks.has(name)) &&
    (throughOneOf?.some((name) => marks.has(name)) ?? true) &&
    !without.some((name) => marks.has(name));
  if (state.over) return { outcome: 'left', fired };
  const isWell =
    success === 'way' ||
    (success === 'result-zero' || success === 'result-not-negative'
      ? (result.signs & (success === 'result-zero' ? ZERO : ZERO | POSITIVE)) !== 0
      : success.state.includes(migration.is ?? ''));
  return { outcome: isOnWay && isWell && !state.failed ? 'success' : 'failure', fired };
}
