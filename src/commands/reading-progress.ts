import type { WatchReading } from '../library/read-logs.js';
import { printableLine } from '../problem/printable.js';
import { statsAt } from '../tree/stats-at.js';
import { Progress } from './progress.js';

const MEGABYTE = 1_000_000;

/** Tells how far the reading of a log is. */
export const readingProgress: WatchReading = (name) => {
  const progress = new Progress(
    megabytesOf(name),
    `MB of ${name === '-' ? 'standard input' : printableLine(name)} read`,
  );
  return { at: (bytes) => progress.at(Math.floor(bytes / MEGABYTE)), end: () => progress.clear() };
};

/** Undefined of what is no file, such as standard input. */
function megabytesOf(name: string): number | undefined {
  const stats = name === '-' ? undefined : statsAt(name);
  return stats?.isFile() ? Math.ceil(stats.size / MEGABYTE) : undefined;
}
