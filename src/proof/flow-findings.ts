import type { FlowCatalogue, KnownDouble, Scenario } from '../catalogue/flow.js';
import type { Recipe } from '../catalogue/recipe.js';
import type { SourceFile } from '../csource/source-file.js';
import { type End, runScenarios, type ScenarioRuns } from '../flow/scenario-runs.js';
import type { FlowFinding } from './flow-finding.js';
import type { FlowMemory } from './flow-memory.js';

/**
 * Judges the runs of all scenarios: where one ends well each of its checkpoints fires once and in order, and none
 * of the others; where it fails none fires twice.
 * @returns a finding for each scenario and checkpoint at most, of the shortest run that shows it
 */
function flowFindings(runs: readonly ScenarioRuns[], recipe: Recipe): FlowFinding[] {
  const names = recipe.checkpoints.map(({ name }) => name);
  return runs.flatMap((run) => scenarioFindings(run, names, recipe));
}

/**
 * Runs the scenarios that can tell something new of some files, and judges them: one that is there for a known double
 * tells nothing where the double shows without it.
 * @param memory what was found of other trees
 */
export function flowOf(
  files: readonly SourceFile[],
  recipe: Recipe,
  memory?: FlowMemory,
): readonly FlowFinding[] {
  const { flow } = recipe;
  if (memory) return memory.recall(files, flow, () => flowOf(files, recipe));
  const doubles = (id: string) => flow.doubles.filter(({ scenarios }) => scenarios.includes(id));
  const isWanted = (scenario: Scenario, before: readonly ScenarioRuns[]): boolean => {
    const own = doubles(scenario.id).filter(({ severity }) => severity === 'note');
    const shown = new Set(
      before.flatMap((run) =>
        doubles(run.scenario.id)
          .map(({ checkpoint }) => checkpoint)
          .filter((name) =>
            run.ends.some(({ fired }) => fired.filter((one) => one.name === name).length > 1),
          ),
      ),
    );
    return own.length === 0 || own.some(({ checkpoint }) => !shown.has(checkpoint));
  };
  return flowFindings(runScenarios(files, flow, isWanted), recipe);
}

function scenarioFindings(run: ScenarioRuns, names: readonly string[], recipe: Recipe): FlowFinding[] {
  const { scenario, entry, ends, undecided } = run;
  const at = undecided?.function ?? entry;
  const base = {
    scenario: scenario.id,
    title: scenario.title,
    place: { file: at.file.path, line: at.file.lineOf(at.start), function: at.name },
    path: [],
  };
  // Not where it is called, but where it has to be mended.
  if (undecided?.blemish) {
    const { file, offset, function: name } = undecided.blemish;
    const place = { file: file.path, line: file.lineOf(offset), function: name };
    return [{ ...base, place, kind: 'unread', why: undecided.why }];
  }
  if (undecided) return [{ ...base, kind: 'undecided', why: undecided.why }];
  const good = ends.filter(({ outcome }) => outcome === 'success').sort(byLength);
  const [first] = good;
  if (!first) return scenario.mayNeverSucceed ? [] : [{ ...base, kind: 'no-success' }];
  return [
    ...names.flatMap((name) => countFindings(name, good, ends, run, recipe, base)),
    ...orderFindings(good, scenario.fires, base),
  ];
}

function byLength(a: End, b: End): number {
  return a.fired.length - b.fired.length;
}

type Base = Pick<FlowFinding, 'scenario' | 'title' | 'place' | 'path'>;

function countFindings(
  name: string,
  good: readonly End[],
  ends: readonly End[],
  { scenario }: ScenarioRuns,
  { flow }: Recipe,
  base: Base,
): FlowFinding[] {
  const of = (end: End) => end.fired.filter((one) => one.name === name);
  const isExpected = scenario.fires.includes(name);
  const goodFired = good.map(of);
  const elsewhere = isExpected ? undefined : goodFired.find(([first]) => first)?.[0];
  if (elsewhere) return [{ ...base, kind: 'wrong-path', checkpoint: name, ...placeOf(elsewhere) }];
  const allFired = [...goodFired, ...ends.map(of)];
  const twice = allFired.find((fired) => fired.length > 1);
  const second = twice?.[1];
  if (second) {
    const known = most(allFired) === 2 ? knownDouble(name, scenario, flow) : undefined;
    const onFailure = !goodFired.some((fired) => fired.length > 1);
    // Where upstream fires it twice, once is not enough: what is left marks the later moment.
    const isOnce = known && goodFired.some((fired) => fired.length < 2);
    const late = lateFindings(name, scenario, good, ends, base);
    return [
      {
        ...base,
        kind: 'fires-twice',
        checkpoint: name,
        ...placeOf(second),
        ...(known ? { known } : {}),
        onFailure,
      },
      ...(isOnce && late.length === 0
        ? [{ ...base, kind: 'missing-on-path', checkpoint: name, ...callOf(goodFired) } as const]
        : late),
    ];
  }
  const isLacking = goodFired.some((fired) => fired.length === 0);
  if (isExpected && !scenario.optional?.includes(name) && isLacking)
    return [{ ...base, kind: 'missing-on-path', checkpoint: name, ...callOf(allFired) }];
  return lateFindings(name, scenario, good, ends, base);
}

/** The first call that one of some runs comes to. */
function callOf(fired: readonly End['fired'][]): Pick<FlowFinding, 'call'> {
  const first = fired.find((one) => one.length > 0)?.[0];
  return first ? { call: placeOf(first).place } : {};
}

/** A way that goes well on which a checkpoint fires only where another kind of migration, or a later step, needs it. */
function lateFindings(
  name: string,
  { firesIn }: Scenario,
  good: readonly End[],
  ends: readonly End[],
  base: Base,
): FlowFinding[] {
  const stage = firesIn?.[name];
  if (stage === undefined) return [];
  const firsts = good.flatMap(({ fired }) => fired.find((one) => one.name === name) ?? []);
  const late = firsts.find((one) => one.stage !== stage);
  if (!late) return [];
  const inStage = [...good, ...ends].map(({ fired }) =>
    fired.filter((one) => one.name === name && one.stage === stage),
  );
  return [
    {
      ...base,
      kind: 'missing-on-path',
      checkpoint: name,
      stage,
      ...placeOf(late),
      ...callOf(inStage),
    },
  ];
}

function most(fired: readonly (readonly unknown[])[]): number {
  return Math.max(...fired.map((one) => one.length));
}

function knownDouble(name: string, { id }: Scenario, { doubles }: FlowCatalogue): KnownDouble | undefined {
  return doubles.find(({ checkpoint, scenarios }) => checkpoint === name && scenarios.includes(id));
}

function orderFindings(good: readonly End[], order: readonly string[], base: Base): FlowFinding[] {
  for (const { fired } of good) {
    const first = order.map((name) => fired.findIndex((one) => one.name === name));
    for (const [index, at] of first.entries()) {
      const later = first.findIndex((other, position) => position > index && other >= 0 && other < at);
      const early = at >= 0 && later >= 0 ? fired[first[later] ?? -1] : undefined;
      if (early)
        return [
          {
            ...base,
            kind: 'wrong-order',
            checkpoint: early.name,
            other: order[index] ?? '',
            ...placeOf(early),
          },
        ];
    }
  }
  return [];
}

function placeOf({ path }: End['fired'][number]): Pick<FlowFinding, 'place' | 'path'> {
  const last = path.at(-1);
  return { place: { file: last?.file ?? '', line: last?.line, function: last?.function }, path };
}
