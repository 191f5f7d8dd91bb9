import { rm } from 'node:fs/promises';
import type { MachineEnd, Machines } from '../machines.js';
import { queryMigrate, queryStatus } from '../qmp/commands.js';
import { hostLack } from './host-lack.js';
import { MigrationRun } from './migration-run.js';
import { type MigrationMode, MODES, type Mode } from './modes.js';
import type { QemuOffer } from './offer.js';
import type { MigrationOutcome, SideFacts } from './outcome.js';
import { type Probe, probeQemu } from './probe-qemu.js';
import type { Qemu } from './qemu.js';
import { prepareRunFiles, runFiles } from './run-files.js';
import { type Patience, RunningQemus } from './running-qemus.js';
import { type MigratingSide, MigrationStopped, type RunTrouble, type Side } from './trouble.js';
import { reasonOf } from './wording.js';

/** What bounds a migration, and what it traces. */
export interface MigrationOptions {
  /** For all of it but the ending of the QEMUs, which has bounds of its own. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
  /** What the QEMU has, by `probeQemu`: whoever runs several migrations asks once. */
  readonly offer?: QemuOffer | undefined;
  /** A pattern of events. */
  readonly events?: string;
  readonly patience?: Patience | undefined;
}

/** Four hundred times what a run takes where nothing else runs. */
const DEFAULT_TIMEOUT_MS = 120_000;

const DEFAULT_EVENTS = 'vmstate_downtime*';

/**
 * Runs one migration of a small guest. Nothing of it runs on afterwards, however it went.
 * @throws the reason of the signal where that fires, and what the machines throw
 */
export async function runMigration(
  mode: MigrationMode,
  machines: Machines,
  options: MigrationOptions = {},
): Promise<MigrationOutcome> {
  const { timeoutMs = DEFAULT_TIMEOUT_MS, signal, offer, events = DEFAULT_EVENTS, patience } = options;
  const limits = { timeoutMs, signal, patience };
  const probe: Probe = offer ? { status: 'ready', offer } : await probeQemu(machines, limits);
  if (probe.status === 'failed') {
    const { reason, stderr } = probe;
    return { mode, status: 'failed', reason, traces: {}, stderr: { probe: stderr }, facts: {} };
  }
  const files = runFiles(machines.folder, mode);
  await prepareRunFiles(files, events);
  const qemus = new RunningQemus(machines, limits);
  const run = new MigrationRun(mode, probe.offer, files, qemus);
  let ends: ReadonlyMap<Side, MachineEnd | undefined> = new Map();
  let facts: MigrationOutcome['facts'] = {};
  let trouble: RunTrouble | undefined;
  try {
    await MODES[mode].run(run);
    facts = await factsOf(run.alive());
  } catch (error) {
    if (!(error instanceof MigrationStopped)) throw error;
    trouble = error.trouble;
  } finally {
    ends = await qemus.endAll();
    // It stays where a QEMU is killed, and many tools that pack a folder of logs stumble over one.
    await rm(files.socket.outside, { force: true });
  }
  const stderr = { source: ends.get('source')?.stderr, destination: ends.get('destination')?.stderr };
  return {
    mode,
    ...judged(MODES[mode], trouble, ends),
    traces: present({
      source: ends.has('source') ? files.sourceTrace.outside : undefined,
      destination: ends.has('destination') ? files.destinationTrace.outside : undefined,
    }),
    stderr: present(stderr),
    facts,
  };
}

function judged(
  mode: Mode,
  trouble: RunTrouble | undefined,
  ends: ReadonlyMap<Side, MachineEnd | undefined>,
): Pick<MigrationOutcome, 'status' | 'reason'> {
  const left = [...ends].filter(([, end]) => end === undefined).map(([side]) => side);
  // Whatever else went wrong: this is what the user has to see to.
  if (left.length > 0) return { status: 'failed', reason: reasonOf({ kind: 'left-running', sides: left }) };
  if (trouble === undefined) return { status: 'ran' };
  if (trouble.kind === 'not-offered') return { status: 'not-runnable', reason: reasonOf(trouble) };
  const stderr = [...ends.values()].map((end) => end?.stderr ?? '');
  const words = mode.needsUserfault ? hostLack(trouble, stderr) : undefined;
  if (words !== undefined)
    return { status: 'not-runnable', reason: reasonOf({ kind: 'not-permitted', words }) };
  return { status: 'failed', reason: reasonOf(trouble, ends.get(trouble.side)?.stderr) };
}

async function factsOf(alive: ReadonlyMap<MigratingSide, Qemu>): Promise<MigrationOutcome['facts']> {
  const facts: { source?: SideFacts; destination?: SideFacts } = {};
  for (const [side, qemu] of alive) {
    const { status: runState } = await qemu.ask(queryStatus);
    facts[side] = { runState, migration: await qemu.ask(queryMigrate) };
  }
  return facts;
}

/** Without what is undefined. */
function present<Value>(sides: Readonly<Record<MigratingSide, Value | undefined>>): {
  readonly source?: Value;
  readonly destination?: Value;
} {
  const { source, destination } = sides;
  return { ...(source !== undefined && { source }), ...(destination !== undefined && { destination }) };
}
