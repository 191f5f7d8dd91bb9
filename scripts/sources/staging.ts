import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

const ours = () => `.partial-${hostname()}-`;

/**
 * Fills a folder of the cache as a whole or not at all: `fill` works in a folder beside it, which gets its
 * name only when `fill` is through. `isStillWanted` is asked just before: `false` drops the work, because
 * another run has put the folder there meanwhile.
 */
export async function fillWhole<T>(
  cache: string,
  name: string,
  fill: (staging: string) => Promise<T>,
  isStillWanted: () => boolean = () => true,
): Promise<T | undefined> {
  // Not mkdtemp, whose folders are closed to others: containers and other users read the trees.
  const staging = join(cache, `${ours()}${process.pid}-${randomUUID()}`);
  mkdirSync(staging, { recursive: true });
  try {
    const result = await fill(staging);
    if (!isStillWanted()) return undefined;
    const place = join(cache, name);
    rmSync(place, { recursive: true, force: true });
    renameSync(staging, place);
    return result;
  } finally {
    rmSync(staging, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Removes what runs on this machine left behind when they were killed. */
export function removeLeftovers(cache: string): void {
  for (const entry of readdirSync(cache, { withFileTypes: true })) {
    // The host is part of the name because a process id says nothing about another machine or container.
    if (!entry.isDirectory() || !entry.name.startsWith(ours())) continue;
    const [, pid] = /^([0-9]+)-[0-9a-f]{8}-/.exec(entry.name.slice(ours().length)) ?? [];
    if (pid === undefined || isRunning(Number(pid))) continue;
    try {
      rmSync(join(cache, entry.name), { recursive: true, force: true });
    } catch {
      // A dpkg-source that outlived its run is still writing there; it counts for nothing, and a later run removes it.
    }
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's process may not be signalled, but it is there.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
