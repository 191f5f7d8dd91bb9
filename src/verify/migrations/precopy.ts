import { migrate } from '../qmp/commands.js';
import type { MigrationRun } from './migration-run.js';
import { socketAddress, startListening, untilArrived, untilRunning, untilSourceIsDone } from './steps.js';

/** The guest is copied while it runs, and stopped for the rest. */
export async function precopy(run: MigrationRun): Promise<void> {
  const destination = await moveAcross(run, {});
  await untilRunning(destination);
}

/** As precopy, but the guest was never started. */
export async function pausedSource(run: MigrationRun): Promise<void> {
  await moveAcross(run, { pausedSource: true });
}

/** As precopy, but the destination is not to start the guest. */
export async function pausedDestination(run: MigrationRun): Promise<void> {
  await moveAcross(run, { pausedDestination: true });
}

async function moveAcross(
  run: MigrationRun,
  { pausedSource = false, pausedDestination = false },
): ReturnType<typeof startListening> {
  const address = socketAddress(run);
  const destination = await startListening(run, address, { paused: pausedDestination });
  const source = await run.source({ paused: pausedSource });
  await source.ask(migrate(address));
  await untilSourceIsDone(source);
  await untilArrived(destination);
  return destination;
}
