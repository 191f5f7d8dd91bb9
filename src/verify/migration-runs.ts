import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AnyRecipe } from '../catalogue/any-recipe.js';
import type { ChangeRecipe } from '../catalogue/change-recipe.js';
import { surveyChanges } from '../changes/survey-changes.js';
import type { Sources } from '../placement/sources.js';
import { survey } from '../placement/survey.js';
import { verifyProblems } from '../problem/verify-problems.js';
import type { TraceEvent } from '../trace-log/event.js';
import { fileFeed } from '../trace-log/file-feed.js';
import { readLog } from '../trace-log/read-log.js';
import { PLACES, PROGRAM } from './build/build-tree.js';
import type { Slot } from './build/slot.js';
import type { ContainerEngine } from './engine/container-engine.js';
import { ContainerMachines } from './engine/container-machines.js';
import type { Userfault } from './engine/container-spec.js';
import { expectedIn, type ModeExpectation } from './expectation/by-mode.js';
import { type DeviceRow, judgeDevices, type RowShape } from './expectation/device-rows.js';
import { type Expected, expectedByScenario } from './expectation/expected.js';
import { isRight, judge, type SideExpectation } from './expectation/judge.js';
import { type MigrationMode, MODES } from './migrations/modes.js';
import type { QemuOffer } from './migrations/offer.js';
import type { MigrationOutcome } from './migrations/outcome.js';
import { probeQemu } from './migrations/probe-qemu.js';
import { runMigration } from './migrations/run-migration.js';
import type { MigrationReason } from './migrations/wording.js';
import type { Breakage, MigrationResult } from './result.js';
import { seccompProfile, userfaultRefusal } from './userfault.js';

/** What migrations of a built QEMU are run with. */
export interface MigrationRuns {
  readonly engine: ContainerEngine;
  readonly image: string;
  readonly slot: Slot;
  readonly run: string;
  readonly logs: string;
  /** For each migration, in milliseconds. */
  readonly timeoutMs: number;
  /** Modes that have to run. */
  readonly required: readonly string[];
  readonly signal?: AbortSignal;
  /** Whether this QEMU gets userfaultfd from the device, and the machine has it. */
  readonly hasUserfaultDevice: () => Promise<boolean>;
  readonly recipes: readonly AnyRecipe[];
  /** The sources that it was built from. */
  readonly sources: () => Promise<Sources>;
}

/** What came of the migrations; with a breakage none could be run. */
export interface MigrationsRun {
  readonly migrations: readonly MigrationResult[];
  readonly breakage: Breakage | undefined;
}

const NO_CHECKPOINTS: ModeExpectation = {
  source: { scenarios: [], anyTime: [] },
  destination: undefined,
};

/** A migration takes a second. One that hangs is not waited for as long as a build. */
const LONGEST_MS = 120_000;

/**
 * Runs a migration of each mode that the tree has, one after the other, and judges what its traces show.
 * @throws EnvironmentLack `engine-failed`
 */
export async function runMigrations(runs: MigrationRuns): Promise<MigrationsRun> {
  const expectations = expectationsOf(await runs.sources(), runs.recipes);
  const machines = await machinesFor(runs);
  try {
    return await runAll(runs, expectations, machines);
  } finally {
    machines.end();
  }
}

async function runAll(
  runs: MigrationRuns,
  expectations: Expectations,
  machines: ContainerMachines,
): Promise<MigrationsRun> {
  const limits = {
    timeoutMs: Math.min(runs.timeoutMs, LONGEST_MS),
    ...(runs.signal && { signal: runs.signal }),
  };
  const probe = await probeQemu(machines, limits);
  requireEngine(runs, machines);
  if (probe.status === 'failed') {
    keepWords(machines, 'probe', probe.stderr);
    return { migrations: [], breakage: brokenProgram(probe.reason, probe.stderr) };
  }
  const refusal = userfaultRefusal(runs.engine.settings.isRootless);
  const results: MigrationResult[] = [];
  for (const mode of Object.keys(MODES) as MigrationMode[]) {
    runs.signal?.throwIfAborted();
    const isRequired = runs.required.includes(mode);
    // Without checkpoints the code does not tell which modes it has; QEMU does, when it is asked for them.
    const side = expectations.isOfCheckpoints ? expectedIn(mode, expectations.byScenario) : NO_CHECKPOINTS;
    if (!side) {
      if (isRequired) results.push(notRunnable(mode, 'this tree has no such migration', isRequired));
      continue;
    }
    if (MODES[mode].needsUserfault && refusal !== undefined) {
      results.push(notRunnable(mode, refusal, isRequired));
      continue;
    }
    results.push({
      ...(await runOne(mode, side, expectations, runs, machines, { ...limits, offer: probe.offer })),
      isRequired,
    });
  }
  return { migrations: results, breakage: undefined };
}

async function machinesFor({ engine, image, run, slot, logs, hasUserfaultDevice }: MigrationRuns) {
  const userfault: Userfault = (await hasUserfaultDevice())
    ? { by: 'device' }
    : { by: 'call', profile: seccompProfile() };
  const folder = join(logs, 'traces');
  mkdirSync(folder, { recursive: true });
  return new ContainerMachines({
    engine,
    image,
    run,
    mounts: [
      { from: slot.source, to: PLACES.source },
      { from: slot.build, to: PLACES.build },
    ],
    program: `${PLACES.build}/${PROGRAM}`,
    folder,
    userfault,
  });
}

async function runOne(
  mode: MigrationMode,
  sides: ModeExpectation,
  expectations: Expectations,
  runs: MigrationRuns,
  machines: ContainerMachines,
  limits: { readonly timeoutMs: number; readonly signal?: AbortSignal; readonly offer: QemuOffer },
): Promise<Omit<MigrationResult, 'isRequired'>> {
  const outcome = await runMigration(mode, machines, limits);
  for (const [side, words] of Object.entries(outcome.stderr)) keepWords(machines, `${mode}-${side}`, words);
  requireEngine(runs, machines);
  return judged(outcome, sides, expectations);
}

/** That no container can be run any more is no fault of the tree. */
function requireEngine({ engine }: MigrationRuns, { engineFailure }: ContainerMachines): void {
  if (engineFailure !== undefined) throw verifyProblems.engineFailed(engine.name, engineFailure);
}

/** What a QEMU wrote to standard error, beside its trace. */
function keepWords({ folder }: ContainerMachines, name: string, words: string | undefined): void {
  if (words) writeFileSync(join(folder.outside, `${name}.stderr`), words);
}

async function judged(
  { mode, reason, status, traces, facts }: MigrationOutcome,
  { source, destination }: ModeExpectation,
  { shape, isOfCheckpoints }: Expectations,
): Promise<Omit<MigrationResult, 'isRequired'>> {
  const why = reason && reasonText(reason);
  if (status === 'not-runnable') return notRunnable(mode, why ?? '', false);
  // What is missing in the trace of a run that broke off says nothing of the calls.
  const ran = status === 'ran';
  const [here, there] = [await eventsIn(traces.source), await eventsIn(traces.destination)];
  const of = (events: readonly TraceEvent[], side: SideExpectation | undefined) =>
    ran && isOfCheckpoints && side ? judge(checkpointsOf(events), side) : undefined;
  const [left, right] = [of(here, source), of(there, destination)];
  const loads = traces.destination === undefined ? undefined : rowsOf(there);
  const devices = ran && shape ? judgeDevices(mode, rowsOf(here), loads, shape) : undefined;
  const isGood =
    ran &&
    [left, right].every((side) => side === undefined || isRight(side)) &&
    (devices?.faults.length ?? 0) === 0;
  return {
    mode,
    status: isGood ? 'passed' : 'failed',
    reason: why,
    source: left,
    destination: right,
    devices,
    totalTime: facts.source?.migration.totalTime,
    downtime: facts.source?.migration.downtime,
    traces: { source: traces.source, destination: traces.destination },
  };
}

/** What migrations of a tree have to show. */
interface Expectations {
  /** By scenario; of a tree whose checkpoints are not asked for it is empty. */
  readonly byScenario: ReadonlyMap<string, Expected>;
  readonly isOfCheckpoints: boolean;
  /** Absent where nobody asks for devices. */
  readonly shape: RowShape | undefined;
}

function expectationsOf(sources: Sources, recipes: readonly AnyRecipe[]): Expectations {
  let byScenario: Expectations['byScenario'] = new Map();
  let shape: RowShape | undefined;
  for (const recipe of recipes) {
    if (recipe.kind === 'checkpoints') {
      const { migration, savevm } = sources;
      byScenario = expectedByScenario([migration, savevm], survey(sources, recipe), recipe);
    } else if (recipe.tells === 'devices') shape = shapeOf(sources, recipe);
  }
  return { byScenario, shape, isOfCheckpoints: recipes.some(({ kind }) => kind === 'checkpoints') };
}

/** The kinds of sections whose save rows tell of skipped devices as well. */
function shapeOf(sources: Sources, recipe: ChangeRecipe): RowShape {
  const { changes } = surveyChanges(sources, recipe);
  const kinds = changes.flatMap(({ variant }) =>
    variant?.tellsSkipped ? [variant.values?.TYPE].filter((kind) => kind !== undefined) : [],
  );
  return { tellsSkipped: kinds };
}

function reasonText({ expected, found }: MigrationReason): string {
  return `expected ${expected}; found: ${found}`;
}

/** The events in a trace, in order; none where there is no trace. */
async function eventsIn(trace: string | undefined): Promise<readonly TraceEvent[]> {
  if (trace === undefined || !existsSync(trace)) return [];
  return (await readLog(fileFeed(trace))).events;
}

function checkpointsOf(events: readonly TraceEvent[]): string[] {
  return events.flatMap(({ body }) => (body.kind === 'checkpoint' ? [body.name] : []));
}

function rowsOf(events: readonly TraceEvent[]): DeviceRow[] {
  return events.flatMap(({ body }) => (body.kind === 'checkpoint' ? [] : [body]));
}

function brokenProgram(reason: MigrationReason, stderr: string): Breakage {
  return {
    stage: 'migrations',
    file: undefined,
    reason: `the built program cannot be asked what it has: ${reasonText(reason)}`,
    excerpt: stderr.trim().split('\n').slice(-15).join('\n'),
    next: 'see what it says for itself, in traces/probe.stderr of the logs',
  };
}

function notRunnable(mode: string, reason: string, isRequired: boolean): MigrationResult {
  return {
    mode,
    status: 'not-runnable',
    isRequired,
    reason,
    source: undefined,
    destination: undefined,
    devices: undefined,
    totalTime: undefined,
    downtime: undefined,
    traces: { source: undefined, destination: undefined },
  };
}
