import { existsSync } from 'node:fs';
import { readLogs } from '../library/read-logs.js';
import { readMigrations } from '../report/build-report.js';
import type { MigrationResult } from '../verify/result.js';
import { readingProgress } from './reading-progress.js';
import { headline } from './render/report/report-words.js';

/** Both sides ran on this machine, by one clock. */
const ONE_HOST = { offset: 0, returnPath: undefined } as const;

/**
 * What `report` would say of the migrations in one line each.
 * @returns by mode; modes whose traces hold no migration are absent
 */
export async function headlinesOf(
  migrations: readonly Pick<MigrationResult, 'mode' | 'traces'>[],
): Promise<ReadonlyMap<string, string>> {
  const lines = new Map<string, string>();
  for (const { mode, traces } of migrations) {
    const there = (trace: string | undefined) =>
      trace !== undefined && existsSync(trace) ? trace : undefined;
    const logs = await readLogs(there(traces.source), there(traces.destination), undefined, readingProgress);
    const [first] = readMigrations(logs, ONE_HOST).migrations;
    if (first) lines.set(mode, headline(first));
  }
  return lines;
}
