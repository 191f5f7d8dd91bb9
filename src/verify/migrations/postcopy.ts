import { migrate, migrateStartPostcopy } from '../qmp/commands.js';
import type { MigrationRun } from './migration-run.js';
import { postcopyCapability } from './offer.js';
import {
  enable,
  FAST_BYTES_PER_SECOND,
  limitBandwidth,
  limitDowntime,
  SLOW_BYTES_PER_SECOND,
  socketAddress,
  startListening,
  untilArrived,
  untilMigration,
  untilRunning,
  untilSourceIsDone,
} from './steps.js';
import { MigrationStopped } from './trouble.js';

/** Some pages are to be over there, and most not, when the guest moves. */
const PRECOPY_MS = 200;

/** The guest moves early, and fetches what it misses. */
export async function postcopy(run: MigrationRun): Promise<void> {
  const capability = postcopyCapability(run.offer);
  if (capability === undefined) throw new MigrationStopped({ kind: 'not-offered', feature: 'postcopy' });
  const address = socketAddress(run);
  const destination = await startListening(run, address, { needsUserfault: true }, (qemu) =>
    enable(qemu, capability),
  );
  const source = await run.source();
  await enable(source, capability);
  // Else precopy is done before postcopy can begin.
  await limitBandwidth(source, run.offer, SLOW_BYTES_PER_SECOND);
  await limitDowntime(source, run.offer);
  await source.ask(migrate(address));
  await untilMigration(source, ['active']);
  await source.rest(PRECOPY_MS);
  await source.ask(migrateStartPostcopy);
  await untilMigration(source, ['postcopy-active', 'completed']);
  await limitBandwidth(source, run.offer, FAST_BYTES_PER_SECOND);
  await untilSourceIsDone(source);
  await untilArrived(destination);
  await untilRunning(destination);
}
