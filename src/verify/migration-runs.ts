import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Survey } from '../placement/survey.js';
import { verifyProblems } from '../problem/verify-problems.js';
import { fileFeed } from '../trace-log/file-feed.js';
import { readLog } from '../trace-log/read-log.js';
import { PLACES, PROGRAM } from './build/build-tree.js';
import type { Slot } from './build/slot.js';
import type { ContainerEngine } from './engine/container-engine.js';
import { ContainerMachines } from './engine/container-machines.js';
import type { Userfault } from './engine/container-spec.js';
import { expectedIn, type ModeExpectation } from './expectation/by-mode.js';
import { expectedByScenario } from './expectation/expected.js';
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
  /** The sources that it was built from. */
  readonly survey: () => Promise<Survey>;
}

/** What came of the migrations; with a breakage none could be run. */
export interface MigrationsRun {
  readonly migrations: readonly MigrationResult[];
  readonly breakage: Breakage | undefined;
}

/** A migration takes a second. One that hangs is not waited for as long as a build. */
const LONGEST_MS = 120_000;

/**
 * Runs a migration of each mode that the tree has, one after the other, and judges what its traces show.
 * @throws EnvironmentLack `engine-failed`
 */
export async function runMigrations(runs: MigrationRuns): Promise<MigrationsRun> {
  const found = await runs.survey();
  const { migration, savevm } = found.sources;
  const expected = expectedByScenario([migration, savevm], found, found.recipe);
  const machines = await machinesFor(runs);
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
    const side = expectedIn(mode, expected);
    if (!side) {
      if (isRequired) results.push(notRunnable(mode, 'this tree has no such migration', isRequired));
      continue;
    }
    if (MODES[mode].needsUserfault && refusal !== undefined) {
      results.push(notRunnable(mode, refusal, isRequired));
      continue;
    }
    results.push({
      ...(await runOne(mode, side, runs, machines, { ...limits, offer: probe.offer })),
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
  { source, destination }: ModeExpectation,
  runs: MigrationRuns,
  machines: ContainerMachines,
  limits: { readonly timeoutMs: number; readonly signal?: AbortSignal; readonly offer: QemuOffer },
): Promise<Omit<MigrationResult, 'isRequired'>> {
  const outcome = await runMigration(mode, machines, limits);
  for (const [side, words] of Object.entries(outcome.stderr)) keepWords(machines, `${mode}-${side}`, words);
  requireEngine(runs, machines);
  return judged(outcome, source, destination);
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
  outcome: MigrationOutcome,
  source: SideExpectation,
  destination: SideExpectation | undefined,
): Promise<Omit<MigrationResult, 'isRequired'>> {
  const { mode, reason, traces, facts } = outcome;
  const why = reason && reasonText(reason);
  if (outcome.status === 'not-runnable') return notRunnable(mode, why ?? '', false);
  // What is missing in the trace of a run that broke off says nothing of the calls.
  const ran = outcome.status === 'ran';
  const of = async (trace: string | undefined, side: SideExpectation | undefined) =>
    ran && side ? judge(await firedIn(trace), side) : undefined;
  const [here, there] = [await of(traces.source, source), await of(traces.destination, destination)];
  const isGood = ran && [here, there].every((side) => side === undefined || isRight(side));
  return {
    mode,
    status: isGood ? 'passed' : 'failed',
    reason: why,
    source: here,
    destination: there,
    totalTime: facts.source?.migration.totalTime,
    downtime: facts.source?.migration.downtime,
    traces: { source: traces.source, destination: traces.destination },
  };
}

function reasonText({ expected, found }: MigrationReason): string {
  return `expected ${expected}; found: ${found}`;
}

/** The checkpoints in a trace, in order; none where there is no trace. */
async function firedIn(trace: string | undefined): Promise<string[]> {
  if (trace === undefined || !existsSync(trace)) return [];
  const { events } = await readLog(fileFeed(trace));
  return events.flatMap(({ body }) => (body.kind === 'checkpoint' ? [body.name] : []));
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
    totalTime: undefined,
    downtime: undefined,
    traces: { source: undefined, destination: undefined },
  };
}
