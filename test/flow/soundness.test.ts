import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FlowCatalogue, Scenario } from '../../src/catalogue/flow.js';
import { SourceFile } from '../../src/csource/source-file.js';
import { type End, runScenarios } from '../../src/flow/scenario-runs.js';
import { cappedAtTwo, TINY_EFFECTS } from '../support/flow-ends.js';
import { anyProgram, type Feature } from '../support/tiny-c/any-program.js';
import { sourceOf } from '../support/tiny-c/c-source.js';
import { interpret, type Surroundings, type TinyRun } from '../support/tiny-c/interpreter.js';
import type { TinyProgram } from '../support/tiny-c/program.js';

const scenario: Scenario = {
  id: 'any',
  title: 'in any run',
  entries: ['run'],
  begins: {},
  through: [],
  without: [],
  success: 'result-zero',
  fires: [],
};

const SCENARIOS: readonly Scenario[] = [
  scenario,
  { ...scenario, id: 'begun', begins: { flag: ['0'], state: ['READY'] }, answers: { mode: 'not-zero' } },
];

const CATALOGUE: FlowCatalogue = { effects: TINY_EFFECTS, scenarios: SCENARIOS, doubles: [] };

const anySurroundings: fc.Arbitrary<Surroundings> = fc.record({
  answers: fc.array(fc.constantFrom(-1, 0, 0, 1, 2), { minLength: 3, maxLength: 11 }),
  mode: fc.constantFrom(0, 1),
  flag: fc.constantFrom(0, 1, 2),
  state: fc.constantFrom(0, 1, 2),
});

function firedOf(ends: readonly End[], outcomes: readonly End['outcome'][]): Set<string> {
  return new Set(
    ends
      .filter(({ outcome }) => outcomes.includes(outcome))
      .map(({ fired }) => cappedAtTwo(fired.map(({ name }) => name)).join('')),
  );
}

function isAmong({ result, fired }: TinyRun, ends: readonly End[]): boolean {
  // The proof has no ends of runs that abort where nothing of weight does.
  if (result === undefined) return true;
  return firedOf(ends, result === 0 ? ['success'] : ['success', 'failure']).has(cappedAtTwo(fired).join(''));
}

interface Tally {
  proofs: number;
  undecided: number;
  /** Runs that fired, and those that did not. */
  fired: number;
  silent: number;
}

function judge(program: TinyProgram, all: readonly Surroundings[], tally: Tally): void {
  const source = sourceOf(program);
  const file = new SourceFile('run.c', source);
  const proofs = runScenarios([file], CATALOGUE);
  expect(proofs).toHaveLength(2);
  for (const { scenario: one, ends, undecided } of proofs) {
    tally.proofs += 1;
    if (undecided) {
      tally.undecided += 1;
      continue;
    }
    for (const any of all) {
      const given = one.id === 'any' ? any : { ...any, flag: 0, state: 1, mode: 1 };
      const run = interpret(program, given);
      if (!run) continue;
      tally[run.fired.length > 0 ? 'fired' : 'silent'] += 1;
      if (isAmong(run, ends)) continue;
      const known = [...firedOf(ends, ['success', 'failure', 'left'])].sort().join(' | ');
      throw new Error(
        `${one.id}: a run with ${JSON.stringify(given)} fires "${cappedAtTwo(run.fired).join('')}" and gives ${run.result}; the proof has ${known}\n${source}`,
      );
    }
  }
}

/** QEMU_DOWNTIME_PROGRAMS says how many of each kind (300), QEMU_DOWNTIME_SEED which. */
const COUNT = Number(process.env.QEMU_DOWNTIME_PROGRAMS ?? 300);
const SEED = Number(process.env.QEMU_DOWNTIME_SEED ?? 20_231_103);

/** Without 'pointer-to-field': inside a function the field and what the pointer points to are not told to be the same. */
const KINDS: readonly (readonly Feature[])[] = [
  [],
  ['switch', 'increment', 'comma'],
  ['continue-in-switch', 'switch'],
  ['for'],
  ['abort'],
  ['look'],
  ['global'],
  ['pointer', 'look'],
  ['defer'],
  ['switch', 'for', 'look', 'pointer', 'global', 'comma', 'abort'],
];

describe('what any run of a small program fires is among the ends that the proof finds', () => {
  it.each(
    KINDS.map((features) => ({
      title: features.join(', ') || 'no more than if, loops, calls and goto',
      features,
    })),
  )('with $title', { timeout: 60_000 + COUNT * 500 }, ({ features }) => {
    const tally: Tally = { proofs: 0, undecided: 0, fired: 0, silent: 0 };
    const surroundings = fc.array(anySurroundings, { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(anyProgram(features), surroundings, (program, all) => judge(program, all, tally)),
      { numRuns: COUNT, seed: SEED },
    );
    // Programs that never fire, or that the proof gives up on, would show nothing.
    expect(tally.undecided).toBeLessThan(tally.proofs / 10);
    expect(tally.fired).toBeGreaterThan(COUNT * 4);
    expect(tally.silent).toBeGreaterThan(COUNT);
  });
});
