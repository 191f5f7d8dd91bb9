import type { MachineEnd, Machines } from '../machines.js';
import { askOffer, type QemuOffer } from './offer.js';
import { PROBE_ARGUMENTS } from './qemu-arguments.js';
import { type RunLimits, RunningQemus } from './running-qemus.js';
import { MigrationStopped, type Side } from './trouble.js';
import { type MigrationReason, reasonOf } from './wording.js';

/** What came of asking a QEMU what it offers. */
export type Probe =
  | { readonly status: 'ready'; readonly offer: QemuOffer }
  | { readonly status: 'failed'; readonly reason: MigrationReason; readonly stderr: string };

const DEFAULT_TIMEOUT_MS = 60_000;

/**
 * Starts a QEMU without a guest, asks what it offers, and ends it.
 * @throws the reason of the signal where that fires, and what the machines throw
 */
export async function probeQemu(machines: Machines, limits: Partial<RunLimits> = {}): Promise<Probe> {
  const qemus = new RunningQemus(machines, { timeoutMs: DEFAULT_TIMEOUT_MS, ...limits });
  let ends: ReadonlyMap<Side, MachineEnd | undefined> = new Map();
  let stopped: MigrationStopped | undefined;
  let offer: QemuOffer | undefined;
  try {
    const qemu = await qemus.start('probe', { name: 'probe', args: PROBE_ARGUMENTS, needsUserfault: false });
    offer = await askOffer(qemu);
  } catch (error) {
    if (!(error instanceof MigrationStopped)) throw error;
    stopped = error;
  } finally {
    ends = await qemus.endAll();
  }
  const end = ends.get('probe');
  const stderr = end?.stderr ?? '';
  if (end === undefined) {
    return { status: 'failed', reason: reasonOf({ kind: 'left-running', sides: ['probe'] }), stderr };
  }
  if (offer !== undefined) return { status: 'ready', offer };
  const trouble = stopped?.trouble ?? { kind: 'monitor-closed', side: 'probe', noise: '' };
  return { status: 'failed', reason: reasonOf(trouble, stderr), stderr };
}
