import { migrate } from '../qmp/commands.js';
import type { MigrationRun } from './migration-run.js';
import { startListening, untilArrived, untilRunning, untilSourceIsDone } from './steps.js';

/** The guest goes to a file, and comes out of it. */
export async function toFile(run: MigrationRun): Promise<void> {
  const source = await run.source();
  await source.ask(migrate(writeAddress(run)));
  await untilSourceIsDone(source);
  const destination = await startListening(run, `exec:cat ${shellWord(run.files.state.inside)}`);
  await untilArrived(destination);
  await untilRunning(destination);
}

/** The address that has a migration written to the run's file. */
export function writeAddress(run: MigrationRun): string {
  return `exec:cat > ${shellWord(run.files.state.inside)}`;
}

function shellWord(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
