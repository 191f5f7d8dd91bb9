import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { copyOf, type FixtureFacts, factsOf, fixtureNames } from '../support/fixture-trees.js';
import {
  compile,
  type Event,
  fired,
  marks,
  play,
  scenariosIn,
  wrongMoments,
} from '../support/play-fixture.js';
import { cli } from '../support/run-cli.js';
import { scratchSpace } from '../support/scratch-space.js';

/**
 * A proof by running: every fixture tree compiles before and after the port with every warning an error, does in every
 * scenario what it did before, and fires the checkpoints of scenarios.json at their moments.
 */
const space = scratchSpace();

interface Played {
  readonly scenarios: readonly string[];
  readonly events: ReadonlyMap<string, readonly Event[]>;
}

async function compileAndPlay(tree: string, program: string): Promise<Played> {
  await compile(tree, program);
  const scenarios = await scenariosIn(program);
  const events = new Map<string, readonly Event[]>();
  for (const scenario of scenarios) events.set(scenario, await play(program, scenario));
  return { scenarios, events };
}

interface ApplyJson {
  readonly checkpoints: readonly {
    readonly name: string;
    readonly status: string;
    readonly sites: readonly unknown[];
  }[];
}

async function port(tree: string, options: readonly string[]): Promise<ApplyJson> {
  const run = await cli(['apply', '--format', 'json', ...options, tree]);
  expect(run.stderr).toBe('');
  expect(run.code).toBe(0);
  return JSON.parse(run.stdout);
}

function expectSites(result: ApplyJson, facts: FixtureFacts): void {
  const placed = result.checkpoints.filter((one) => one.status !== 'not-applicable');
  expect(Object.fromEntries(placed.map((one) => [one.name, one.sites.length]))).toEqual(facts.sites);
  const left = result.checkpoints.filter((one) => one.status === 'not-applicable').map((one) => one.name);
  expect(left).toEqual(facts.notApplicable);
}

function expectRuns(played: Played, before: Played, facts: FixtureFacts, policy: 'faithful' | 'fixed'): void {
  expect([...played.scenarios].sort()).toEqual(Object.keys(facts.scenarios).sort());
  for (const [scenario, events] of played.events) {
    const wanted = facts.scenarios[scenario];
    const { source, destination } = { ...wanted, ...(policy === 'fixed' ? wanted?.fixed : {}) };
    expect(fired(events), `${scenario}, ${policy}`).toEqual({ source, destination });
    expect(wrongMoments(events), `${scenario}, ${policy}`).toEqual([]);
    expect(marks(events), `${scenario}: the code does what it did`).toEqual(
      marks(before.events.get(scenario) ?? []),
    );
  }
}

it('there is a tree for every era', () => {
  const eras = new Set(fixtureNames.map((name) => factsOf(name).era));
  expect([...eras].sort().join('')).toBe('ABCDEFGHIJKLM');
  expect(fixtureNames.filter((name) => name.startsWith('J'))).toHaveLength(5);
});

describe.concurrent('compiled and run, before and after', () => {
  it.each(fixtureNames)('%s', { timeout: 120_000 }, async (name) => {
    const facts = factsOf(name);
    const faithful = copyOf(name, join(space, name));
    const fixed = copyOf(name, join(space, `${name}-fixed`));
    const before = await compileAndPlay(faithful, join(space, `${name}.before`));
    expectSites(await port(faithful, []), facts);
    expectSites(await port(fixed, ['--fixes']), facts);
    expectRuns(await compileAndPlay(faithful, join(space, `${name}.after`)), before, facts, 'faithful');
    expectRuns(await compileAndPlay(fixed, join(space, `${name}.fixed`)), before, facts, 'fixed');
  });
});
