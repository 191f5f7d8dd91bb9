import {
  type Command,
  enableMigrateCapability,
  migrateIncoming,
  migrateSetDowntime,
  migrateSetParameters,
  migrateSetSpeed,
  queryMigrate,
  queryStatus,
} from '../qmp/commands.js';
import type { MigrationRun, StartOptions } from './migration-run.js';
import type { QemuOffer } from './offer.js';
import type { Qemu } from './qemu.js';
import { MigrationStopped } from './trouble.js';

/** Little enough that even 64 MiB of zeros, 150 kB on the wire, are under way for seconds. */
export const SLOW_BYTES_PER_SECOND = 50_000;

/** More than a migration on one host can use. */
export const FAST_BYTES_PER_SECOND = 1024 ** 3;

/** States that a migration does not leave by itself. */
const LAST: readonly string[] = ['completed', 'failed', 'cancelled', 'postcopy-paused'];

/** From a migration's failure to the end of the QEMU that most likely caused it. */
const END_AFTER_FAILURE_MS = 500;

/** The address of the socket that both sides see. */
export function socketAddress(run: MigrationRun): string {
  return `unix:${run.files.socket.inside}`;
}

/**
 * Starts a destination and has it listen, by command where there is one: only so can it be set up before.
 * @param setUp what is to be set before it listens
 */
export async function startListening(
  run: MigrationRun,
  address: string,
  options: Omit<StartOptions, 'incoming'> = {},
  setUp: (destination: Qemu) => Promise<void> = async () => undefined,
): Promise<Qemu> {
  const deferred = run.offer.commands.has('migrate-incoming');
  const destination = await run.destination({ ...options, incoming: deferred ? 'defer' : address });
  await setUp(destination);
  if (deferred) await destination.ask(migrateIncoming(address));
  return destination;
}

/** Switches a capability of migration on. */
export async function enable(qemu: Qemu, capability: string): Promise<void> {
  await qemu.ask(enableMigrateCapability(capability));
}

/** Limits how fast a source sends. */
export async function limitBandwidth(source: Qemu, offer: QemuOffer, bytesPerSecond: number): Promise<void> {
  const byParameter = migrateSetParameters({ 'max-bandwidth': bytesPerSecond });
  await source.ask(choose(offer, 'max-bandwidth', byParameter, migrateSetSpeed(bytesPerSecond)));
}

/** Keeps precopy from coming to its end while there is something left to send. */
export async function limitDowntime(source: Qemu, offer: QemuOffer): Promise<void> {
  const byParameter = migrateSetParameters({ 'downtime-limit': 1 });
  await source.ask(choose(offer, 'downtime-limit', byParameter, migrateSetDowntime(0.001)));
}

/**
 * Waits until a migration is in one of these states.
 * @throws MigrationStopped where it comes to another from which there is no way
 */
export async function untilMigration(qemu: Qemu, states: readonly string[]): Promise<void> {
  const expected = states.join(' or ');
  const seen = await qemu.until(`a migration that is ${expected}`, queryMigrate, ({ status = '' }) =>
    [...states, ...LAST].includes(status),
  );
  if (states.includes(seen.status ?? '')) return;
  // That the other side ended tells more than that this one's migration failed.
  await qemu.rest(END_AFTER_FAILURE_MS);
  const { status: found = '', errorDescription: description } = seen;
  throw new MigrationStopped({ kind: 'wrong-state', side: qemu.side, expected, found, description });
}

/**
 * Waits until the source has done all: its state is set last, after the last checkpoint.
 * @throws MigrationStopped
 */
export async function untilSourceIsDone(source: Qemu): Promise<void> {
  await untilMigration(source, ['completed']);
  await source.until('the run state postmigrate', queryStatus, ({ status }) => status === 'postmigrate');
}

/**
 * Waits until the destination has taken the guest over. Whether the guest runs there depends on how both were started.
 * @throws MigrationStopped
 */
export async function untilArrived(destination: Qemu): Promise<void> {
  await destination.until('a guest that has arrived', queryStatus, ({ status }) => status !== 'inmigrate');
  // An old destination tells nothing of its migration.
  const { status } = await destination.ask(queryMigrate);
  if (status !== undefined) await untilMigration(destination, ['completed']);
}

/**
 * Waits until the guest runs.
 * @throws MigrationStopped
 */
export async function untilRunning(qemu: Qemu): Promise<void> {
  await qemu.until('a guest that runs', queryStatus, ({ running }) => running);
}

function choose(
  offer: QemuOffer,
  parameter: string,
  byParameter: Command<undefined>,
  otherwise: Command<undefined>,
): Command<undefined> {
  return offer.parameters.has(parameter) ? byParameter : otherwise;
}
