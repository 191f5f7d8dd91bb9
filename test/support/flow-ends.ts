import type { Effects, Scenario } from '../../src/catalogue/flow.js';
import { SourceFile } from '../../src/csource/source-file.js';
import { runScenarios, type ScenarioRuns } from '../../src/flow/scenario-runs.js';

/** A small catalogue: what the functions of QEMU's migration do, under short names. */
export const TINY_EFFECTS: Effects = {
  checkpoint: 'trace',
  stateSetters: ['set_state'],
  stateField: 'state',
  fields: ['flag', 'downtime'],
  defer: ['schedule', 'once', 'thread_create'],
  release: ['let_go'],
  read: ['load'],
  write: ['store'],
  steady: ['mode'],
  status: ['status_of'],
  sticky: ['stream_error'],
  raise: ['raise_error'],
  steps: ['save'],
  attempts: ['attempt'],
  waits: ['wait_for_user'],
  borders: ['elsewhere'],
  marks: ['announce'],
  stages: ['stage'],
};

const SCENARIO: Scenario = {
  id: 'any',
  title: 'in any run',
  entries: ['run'],
  begins: {},
  through: [],
  without: [],
  success: 'way',
  fires: [],
};

/** What a scenario that begins with `run` comes to in a C text. */
export function runsOf(
  text: string,
  scenario: Partial<Scenario> = {},
  effects: Partial<Effects> = {},
): ScenarioRuns {
  const [runs] = runScenarios([new SourceFile('run.c', text)], {
    effects: { ...TINY_EFFECTS, ...effects },
    scenarios: [{ ...SCENARIO, ...scenario }],
    doubles: [],
  });
  if (!runs) throw new Error('no scenario begins here');
  return runs;
}

/** What fired often, twice: a loop may fire it any number of times. */
export function cappedAtTwo(names: readonly string[]): string[] {
  const before = new Map<string, number>();
  return names.filter((name) => {
    const count = (before.get(name) ?? 0) + 1;
    before.set(name, count);
    return count <= 2;
  });
}

/** Its ends, each as `a b: success`, without doubles, sorted; or why it could not be followed. */
export function endsOf(text: string, scenario: Partial<Scenario> = {}): string[] {
  const { ends, undecided } = runsOf(text, scenario);
  if (undecided) return [`${undecided.function.name}: ${undecided.why}`];
  const told = ends.map(
    ({ fired, outcome }) =>
      `${cappedAtTwo(fired.map(({ name }) => name)).join(' ') || 'nothing'}: ${outcome}`,
  );
  return [...new Set(told)].sort();
}

/** The checkpoints that fire in its ends, whatever their outcome. */
export function firedIn(text: string, scenario: Partial<Scenario> = {}): string[] {
  const fired = endsOf(text, scenario).map((end) => end.replace(/: \w+$/, ''));
  return [...new Set(fired)].sort();
}
