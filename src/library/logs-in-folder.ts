import { basename, join } from 'node:path';
import type { NamedLog } from '../report/build-report.js';
import { findings as wording } from '../report/finding-wording.js';
import type { Finding } from '../report/model.js';
import { byAge, rotatedName } from '../report/rotated-name.js';
import { isSameLog } from '../report/same-log.js';
import { readJoinedLogs, readNamedLog } from './read-logs.js';
import type { ReportRequest } from './report-request.js';

/** What the files of a folder hold. */
export interface LogsInFolder {
  /** Those with a downtime event; one that was rotated is put together again. */
  readonly logs: readonly NamedLog[];
  /** Those without one; others than logs may lie there. */
  readonly silent: readonly NamedLog[];
  readonly findings: readonly Finding[];
}

/** Reads the files of a folder, each log once, though it may have been copied, packed or rotated. @param names of the files */
export async function logsInFolder(
  folder: string,
  names: readonly string[],
  { form, watch }: ReportRequest,
): Promise<LogsInFolder> {
  const found: NamedLog[] = [];
  const silent: NamedLog[] = [];
  const findings: Finding[] = [];
  for (const name of names) {
    const named = await readNamedLog(join(folder, name), '--run', form, watch);
    const first = found.find((one) => isCopy(named, one));
    if (named.log.events.length === 0) silent.push(named);
    else if (first) findings.push(wording.sameLog(name, basename(first.name)));
    else found.push(named);
  }
  const logs: NamedLog[] = [];
  for (const parts of partsOfLogs(found)) {
    const [only, ...more] = parts;
    if (only && more.length === 0) logs.push(only);
    else {
      const paths = parts.map(({ name }) => name);
      logs.push(await readJoinedLogs(paths, '--run', form, watch));
      findings.push(wording.logsJoined(paths.map((path) => basename(path))));
    }
  }
  return { logs, silent, findings };
}

/** Times of microseconds are never the same by chance; without them only the name tells a copy from another run. */
function isCopy(one: NamedLog, other: NamedLog): boolean {
  return (
    (one.log.times !== 'none' || rotatedName(one.name).base === rotatedName(other.name).base) &&
    isSameLog(one.log, other.log)
  );
}

/** Puts together what was one log before it was rotated, the oldest first. */
function partsOfLogs(logs: readonly NamedLog[]): Iterable<readonly NamedLog[]> {
  const parts = new Map<string, NamedLog[]>();
  for (const log of logs) {
    const { base } = rotatedName(log.name);
    parts.set(base, [...(parts.get(base) ?? []), log]);
  }
  for (const some of parts.values())
    some.sort((one, other) => byAge(rotatedName(one.name), rotatedName(other.name)));
  return parts.values();
}
