import { migrate } from '../qmp/commands.js';
import type { MigrationRun } from './migration-run.js';
import {
  limitBandwidth,
  limitDowntime,
  SLOW_BYTES_PER_SECOND,
  socketAddress,
  startListening,
  untilMigration,
  untilRunning,
} from './steps.js';

/** The destination dies during precopy: the source's migration fails, and its guest runs on. */
export async function failed(run: MigrationRun): Promise<void> {
  const address = socketAddress(run);
  const destination = await startListening(run, address);
  const source = await run.source();
  // Else the migration is done before the destination can die.
  await limitBandwidth(source, run.offer, SLOW_BYTES_PER_SECOND);
  await limitDowntime(source, run.offer);
  await source.ask(migrate(address));
  await untilMigration(source, ['active']);
  await run.kill(destination);
  await untilMigration(source, ['failed']);
  await untilRunning(source);
}
