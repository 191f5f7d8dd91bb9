import { statSync } from 'node:fs';
import { usageProblems } from '../problem/usage-problems.js';
import type { Logs, NamedLog } from '../report/build-report.js';
import { fileFeed } from '../trace-log/file-feed.js';
import { readLog } from '../trace-log/read-log.js';
import { Progress } from './progress.js';
import { printableLine } from './render/printable.js';
import { isOneFile } from './report-options.js';

/**
 * Reads a log that an option names; `-` is standard input.
 * @throws WrongUsage `file-unreadable`
 */
export async function readNamedLog(
  name: string,
  option: string,
  form: string | undefined,
): Promise<NamedLog> {
  const progress = new Progress(
    megabytesOf(name),
    `MB of ${name === '-' ? 'standard input' : printableLine(name)} read`,
  );
  try {
    const feed = fileFeed(name, (bytes) => progress.at(Math.floor(bytes / MEGABYTE)));
    return { name, log: await readLog(feed, form) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    throw usageProblems.unreadable(option, name, (error as Error).message);
  } finally {
    progress.clear();
  }
}

const MEGABYTE = 1_000_000;

/** Undefined of what is no file, such as standard input. */
function megabytesOf(name: string): number | undefined {
  const stats = name === '-' ? undefined : statSync(name, { throwIfNoEntry: false });
  return stats?.isFile() ? Math.ceil(stats.size / MEGABYTE) : undefined;
}

/** Reads the logs of both sides; one that holds both is read once. */
export async function readLogs(
  source: string | undefined,
  destination: string | undefined,
  form: string | undefined,
): Promise<Logs> {
  const first = source === undefined ? undefined : await readNamedLog(source, '--source', form);
  if (destination === undefined) return { source: first, destination: undefined };
  if (first && source !== undefined && isOneFile(source, destination))
    return { source: first, destination: first };
  return { source: first, destination: await readNamedLog(destination, '--destination', form) };
}
