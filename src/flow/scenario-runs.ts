import type { Assumed, Effects, FlowCatalogue, Scenario } from '../catalogue/flow.js';
import type { ParsedFunction, SourceFile } from '../csource/source-file.js';
import { Program } from './program.js';
import { Relevance } from './relevance.js';
import { type Assumptions, Runner, Undecided } from './run.js';
import { type Happening, NOTHING, type RunState, valueIn, withValue } from './run-state.js';
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
  readonly entry: ParsedFunction;
  readonly ends: readonly End[];
  readonly undecided?: { readonly function: ParsedFunction; readonly why: string };
}

/**
 * Runs the scenarios of a catalogue that the code of some files has.
 * @returns those whose entry is defined and parses, in the catalogue's order
 */
export function runScenarios(files: readonly SourceFile[], catalogue: FlowCatalogue): ScenarioRuns[] {
  const program = new Program(files);
  const { effects } = catalogue;
  const present = catalogue.scenarios.flatMap((scenario) => {
    const name = scenario.entries.find((one) => program.defines(one));
    const entry = name === undefined ? undefined : program.open(name);
    return entry && hasNeeds(program, entry.name, scenario, effects) ? [{ scenario, entry }] : [];
  });
  const relevance = new Relevance(
    program,
    effects,
    present.map(({ entry }) => entry.name),
  );
  // What a function does under the same assumptions is worked out once.
  const runners = new Map<string, Runner>();
  return present.map(({ scenario, entry }): ScenarioRuns => {
    const key = JSON.stringify([scenario.answers, scenario.stores]);
    const runner = runners.get(key) ?? new Runner(relevance, assumptionsOf(scenario));
    runners.set(key, runner);
    try {
      const begin = beginOf(program, entry.name, scenario);
      const ends = runner
        .run(entry.name, begin)
        .map(({ state, result }) => endOf(state, result, scenario, effects));
      return { scenario, entry, ends };
    } catch (error) {
      if (!(error instanceof Undecided)) throw error;
      return { scenario, entry, ends: [], undecided: { function: error.fn, why: error.why } };
    }
  });
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
  'zero-or-negative': { signs: ZERO | NEGATIVE },
};

function assumptionsOf({ answers = {}, stores = {} }: Scenario): Assumptions {
  const values = (record: Readonly<Record<string, Assumed>>): Map<string, Value> =>
    new Map(Object.entries(record).map(([name, assumed]) => [name, ASSUMED[assumed]]));
  return { answers: values(answers), stored: values(stores) };
}

function beginOf(program: Program, entry: string, { begins }: Scenario): RunState {
  const reached = [...program.reach([entry])];
  let state = NOTHING;
  for (const [field, constants] of Object.entries(begins)) {
    const named = constants.find(
      (one) => /^\d/.test(one) || reached.some((name) => program.words(name).has(one)),
    );
    if (named !== undefined) state = withValue(state, `.${field}`, constant(named));
  }
  return state;
}

function endOf(
  state: RunState,
  result: Value,
  { success, through, without }: Scenario,
  effects: Effects,
): End {
  const fired = state.happened.filter(({ kind }) => kind === 'checkpoint');
  const marks = new Set(state.happened.filter(({ kind }) => kind === 'mark').map(({ name }) => name));
  const isOnWay = through.every((name) => marks.has(name)) && !without.some((name) => marks.has(name));
  if (state.over) return { outcome: 'left', fired };
  const isWell =
    success === 'way' ||
    (success === 'result-zero' || success === 'result-not-negative'
      ? (result.signs & (success === 'result-zero' ? ZERO : ZERO | POSITIVE)) !== 0
      : success.state.includes(valueIn(state, `.${effects.stateField}`).is ?? ''));
  return { outcome: isOnWay && isWell && !state.failed ? 'success' : 'failure', fired };
}
