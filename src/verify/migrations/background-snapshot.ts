import { migrate, queryMigrate } from '../qmp/commands.js';
import type { MigrationRun } from './migration-run.js';
import { enable, untilMigration, untilRunning } from './steps.js';
import { writeAddress } from './to-file.js';
import { MigrationStopped } from './trouble.js';

const CAPABILITY = 'background-snapshot';

/** The guest's state at one moment goes to a file, while the guest runs on. */
export async function backgroundSnapshot(run: MigrationRun): Promise<void> {
  if (!run.offer.capabilities.has(CAPABILITY)) {
    throw new MigrationStopped({ kind: 'not-offered', feature: CAPABILITY });
  }
  const source = await run.source({ needsUserfault: true });
  await enable(source, CAPABILITY);
  await source.ask(migrate(writeAddress(run)));
  await untilMigration(source, ['completed']);
  // It is set some steps before the last checkpoint, the total time in the step of it.
  await source.until('a total time', queryMigrate, ({ totalTime = 0 }) => totalTime > 0);
  await untilRunning(source);
}
