import { reportProblems } from '../problem/report-problems.js';
import { systemReason } from '../problem/system-reason.js';
import { usageProblems } from '../problem/usage-problems.js';
import type { Logs, NamedLog } from '../report/build-report.js';
import { fileFeed } from '../trace-log/file-feed.js';
import { type Feed, readLog } from '../trace-log/read-log.js';
import { isSameFile } from '../tree/stats-at.js';

/** Is told of each log how many bytes of it were read. */
export type WatchReading = (name: string) => { at(bytes: number): void; end(): void };

export const unwatched: WatchReading = () => ({ at: () => undefined, end: () => undefined });

/**
 * Reads a log that an option names; `-` is standard input.
 * @throws WrongUsage `file-unreadable`
 */
export async function readNamedLog(
  name: string,
  option: string,
  form: string | undefined,
  watch: WatchReading,
): Promise<NamedLog> {
  return { name, log: await readLog(namedFeed(name, option, watch), form) };
}

/**
 * Reads files as if they were one log, under the name of the last: a line may begin in one and end in the next.
 * @throws WrongUsage `file-unreadable`
 */
export async function readJoinedLogs(
  names: readonly string[],
  option: string,
  form: string | undefined,
  watch: WatchReading,
): Promise<NamedLog> {
  const feed: Feed = async (push) => {
    let endsEarly = false;
    for (const name of names) if (await namedFeed(name, option, watch)(push)) endsEarly = true;
    return endsEarly;
  };
  return { name: names.at(-1) ?? '', log: await readLog(feed, form) };
}

function namedFeed(name: string, option: string, watch: WatchReading): Feed {
  return async (push) => {
    const watching = watch(name);
    try {
      return await fileFeed(name, (bytes) => watching.at(bytes))(push);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === undefined) throw error;
      if (code === 'EISDIR') throw reportProblems.folderForLog(option, name);
      throw usageProblems.unreadable(option, name, systemReason(error));
    } finally {
      watching.end();
    }
  };
}

/** Reads the logs of both sides; one that holds both is read once. */
export async function readLogs(
  source: string | undefined,
  destination: string | undefined,
  form: string | undefined,
  watch: WatchReading = unwatched,
): Promise<Logs> {
  const first = source === undefined ? undefined : await readNamedLog(source, '--source', form, watch);
  if (destination === undefined) return { source: first, destination: undefined };
  if (first && source !== undefined && isOneFile(source, destination))
    return { source: first, destination: first };
  return { source: first, destination: await readNamedLog(destination, '--destination', form, watch) };
}

/** Whether both sides are to be read from one file. */
function isOneFile(source: string, destination: string): boolean {
  return source === destination || (source !== '-' && isSameFile(source, destination));
}
