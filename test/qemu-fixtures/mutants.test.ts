import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultRecipe } from '../../src/catalogue/recipes.js';
import type { TreeTexts } from '../../src/placement/sources.js';
import { planPort } from '../../src/port/plan.js';
import type { Plan } from '../../src/port/port-result.js';
import { planRevert } from '../../src/port/revert.js';
import { copyOf, FIXTURES, factsOf, fixtureNames, targetsOf } from '../support/fixture-trees.js';
import { harmlessKinds, type Mutation, mutate, mutationKinds } from '../support/mutations.js';
import { compile, fired, marks, play, scenariosIn, wrongMoments } from '../support/play-fixture.js';
import { cli } from '../support/run-cli.js';
import { scratchSpace } from '../support/scratch-space.js';
import { collateral, misplacements, type Texts } from '../support/second-opinion.js';
import { expectUntouched, stateOf } from '../support/tree-state.js';
import { putFiles } from '../tree/write/scratch-tree.js';

/**
 * Sources changed at random end either all right, by an opinion that shares no code with the program, or refused with
 * nothing written. QEMU_DOWNTIME_MUTANTS says how many (300), QEMU_DOWNTIME_SEED which.
 */
const COUNT = Number(process.env.QEMU_DOWNTIME_MUTANTS ?? 300);
const SEED = Number(process.env.QEMU_DOWNTIME_SEED ?? 20_231_103);
/** Of the mutants that were taken, this many are also compiled and run; of each kind one, then any. */
const COMPILED = Math.ceil(COUNT / 30);

interface Mutant {
  readonly tree: string;
  readonly fixes: boolean;
  readonly mutations: readonly Mutation[];
}

const mutant: fc.Arbitrary<Mutant> = fc.record({
  tree: fc.constantFrom(...fixtureNames),
  fixes: fc.boolean(),
  mutations: fc.array(
    fc.record({
      kind: fc.constantFrom(...mutationKinds),
      file: fc.nat(1),
      fn: fc.nat(30),
      piece: fc.nat(80),
      choice: fc.nat(80),
    }),
    { minLength: 1, maxLength: 3 },
  ),
});

const originals = new Map<string, TreeTexts>();

function originalOf(name: string): TreeTexts {
  const known = originals.get(name);
  if (known) return known;
  const root = join(FIXTURES, name);
  const paths = targetsOf(root);
  const read = (path: string) => ({ path, text: readFileSync(join(root, path), 'latin1') });
  const texts = { migration: read(paths.migration), savevm: read(paths.savevm), events: read(paths.events) };
  originals.set(name, texts);
  return texts;
}

function plain(texts: TreeTexts): Texts {
  return { migration: texts.migration.text, savevm: texts.savevm.text, events: texts.events.text };
}

function withTexts(texts: TreeTexts, { migration, savevm, events }: Texts): TreeTexts {
  return {
    migration: { ...texts.migration, text: migration },
    savevm: { ...texts.savevm, text: savevm },
    events: { ...texts.events, text: events },
  };
}

function mutated({ tree, mutations }: Mutant): TreeTexts {
  const original = originalOf(tree);
  return withTexts(
    original,
    mutations.reduce((texts, mutation) => mutate(texts, mutation), plain(original)),
  );
}

const everything = (fixes: boolean) => ({ selected: () => true, fixes });

function resultOf(texts: TreeTexts, plan: Plan): TreeTexts {
  const [migration, savevm, events] = plan.files.map((file) => file.after);
  return withTexts(texts, { migration: migration ?? '', savevm: savevm ?? '', events: events ?? '' });
}

/** Whether a revert can be asked for the very bytes: not where calls were there before, or are upstream's own. */
function isReversible(tree: string, before: Texts): boolean {
  const calls = /trace_vmstate_downtime_checkpoint\s*\("/;
  return !/^(?:J4|K|L|M)/.test(tree) && !calls.test(before.migration + before.savevm);
}

function objections(one: Mutant, before: TreeTexts, after: TreeTexts): string[] {
  // From 10.0 the code has what --fixes asks for, whether asked or not.
  const fixes = one.fixes || one.tree.startsWith('M');
  const found = [
    ...misplacements(plain(before), plain(after), { sites: factsOf(one.tree).sites, fixes }),
    ...collateral(before.migration.text, after.migration.text),
    ...collateral(before.savevm.text, after.savevm.text),
  ];
  const again = planPort(after, defaultRecipe, everything(one.fixes));
  if (again.problems.length > 0 || again.files.some((file) => file.before !== file.after))
    found.push('a second port is not the same');
  if (isReversible(one.tree, plain(before))) {
    const back = planRevert(after, defaultRecipe, () => true);
    const originalBytes = [before.migration.text, before.savevm.text, before.events.text];
    if (back.files.some((file, index) => file.after !== originalBytes[index]))
      found.push(`a revert gives other bytes: ${back.problems.map((problem) => problem.found).join()}`);
  }
  return found;
}

const taken: Mutant[] = [];
const refused: Mutant[] = [];

function judge(one: Mutant): void {
  const before = mutated(one);
  const plan = planPort(before, defaultRecipe, everything(one.fixes));
  if (plan.problems.length > 0) {
    refused.push(one);
    expect(plan.files.filter((file) => file.before !== file.after)).toEqual([]);
    for (const problem of plan.problems) expect(problem.place?.file).toBeTruthy();
    return;
  }
  taken.push(one);
  expect(objections(one, before, resultOf(before, plan))).toEqual([]);
}

describe('mutants', () => {
  it(`${COUNT} changed sources are ported right or refused`, { timeout: 60_000 + COUNT * 500 }, () => {
    fc.assert(fc.property(mutant, judge), { numRuns: COUNT, seed: SEED, endOnFailure: false });
    // A generator that only makes wrecks, or nothing but harmless changes, would show nothing.
    expect(taken.length).toBeGreaterThan(COUNT / 3);
    expect(refused.length).toBeGreaterThan(COUNT / 6);
  });

  it('the program itself writes nothing into a refused one', async () => {
    for (const [index, one] of refused.slice(0, 6).entries()) {
      const root = putMutant(one, `refused-${index}`);
      const before = stateOf(root);
      const run = await cli(['apply', ...(one.fixes ? ['--fixes'] : []), root]);
      expect(run.code).toBe(3);
      expectUntouched(root, before);
    }
  });
});

const space = scratchSpace();

function putMutant(one: Mutant, name: string): string {
  const root = copyOf(one.tree, join(space, name));
  putTexts(root, mutated(one));
  return root;
}

function putTexts(root: string, texts: TreeTexts): void {
  for (const { path, text } of [texts.migration, texts.savevm, texts.events])
    putFiles(root, { [path]: Buffer.from(text, 'latin1') });
}

/** A sample in which every kind of change comes before any comes twice. */
function sample(): Mutant[] {
  const seen = new Set<string>();
  const fresh = (one: Mutant): boolean => one.mutations.some(({ kind }) => !seen.has(kind) && seen.add(kind));
  const first = taken.filter(fresh);
  return [...first, ...taken.filter((one) => !first.includes(one))];
}

async function tryCompile(tree: string, program: string): Promise<boolean> {
  try {
    await compile(tree, program);
    return true;
  } catch {
    return false;
  }
}

async function marksOf(program: string, scenario: string): Promise<string[] | 'ended badly'> {
  try {
    return marks(await play(program, scenario));
  } catch {
    return 'ended badly';
  }
}

const playedOriginals = new Map<string, Promise<Map<string, string[] | 'ended badly'>>>();

/** What an unchanged tree does in each scenario. */
function marksOfOriginal(tree: string): Promise<Map<string, string[] | 'ended badly'>> {
  const known = playedOriginals.get(tree);
  if (known) return known;
  const playing = (async () => {
    const program = join(space, `${tree}.original`);
    await compile(join(FIXTURES, tree), program);
    const all = new Map<string, string[] | 'ended badly'>();
    for (const scenario of await scenariosIn(program)) all.set(scenario, await marksOf(program, scenario));
    return all;
  })();
  playedOriginals.set(tree, playing);
  return playing;
}

/** Compiles and runs a mutant before and after its port. Gives false for one that was no program before. */
async function playMutant(one: Mutant, name: string): Promise<boolean> {
  const root = putMutant(one, name);
  const [before, after] = [join(space, `${name}.before`), join(space, `${name}.after`)];
  if (!(await tryCompile(root, before))) return false;
  const originally = await marksOfOriginal(one.tree);
  const texts = mutated(one);
  putTexts(root, resultOf(texts, planPort(texts, defaultRecipe, everything(one.fixes))));
  await compile(root, after);
  const facts = factsOf(one.tree);
  for (const scenario of await scenariosIn(after)) {
    const did = await marksOf(before, scenario);
    const does = await marksOf(after, scenario);
    const where = `${scenario} of ${JSON.stringify(one)}`;
    expect(does, `the port changes what happens in ${where}`).toEqual(did);
    const same = JSON.stringify(did) === JSON.stringify(originally.get(scenario));
    if (one.mutations.every(({ kind }) => harmlessKinds.has(kind))) expect(same, where).toBe(true);
    if (!same || did === 'ended badly') continue;
    const events = await play(after, scenario);
    const wanted = facts.scenarios[scenario];
    const { source, destination } = { ...wanted, ...(one.fixes ? wanted?.fixed : {}) };
    expect(fired(events), where).toEqual({ source, destination });
    expect(wrongMoments(events), where).toEqual([]);
  }
  return true;
}

describe('mutants that were ported', () => {
  it(`${COMPILED} of them compile and do what they did`, {
    timeout: 60_000 + COMPILED * 20_000,
  }, async () => {
    const candidates = sample().entries();
    let played = 0;
    const worker = async (): Promise<void> => {
      for (const [index, one] of candidates) {
        if (played >= COMPILED) return;
        if (await playMutant(one, `taken-${index}`)) played += 1;
      }
    };
    await Promise.all([worker(), worker()]);
    expect(played).toBeGreaterThanOrEqual(COMPILED);
  });
});
