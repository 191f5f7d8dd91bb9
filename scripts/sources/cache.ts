import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { readManifest, type SourceRecord } from './manifest.js';
import type { TreeKind } from './unpack.js';

/** `$XDG_CACHE_HOME/qemu-downtime/sources`; a relative `XDG_CACHE_HOME` does not count, as its standard says. */
export function defaultCache(environment: NodeJS.ProcessEnv = process.env): string {
  const home = environment.XDG_CACHE_HOME ?? '';
  return join(isAbsolute(home) ? home : join(homedir(), '.cache'), 'qemu-downtime', 'sources');
}

/** The record of a release that is wholly there: noted in the manifest, and both trees in their places. */
export function cachedRecord(cache: string, release: string): SourceRecord | undefined {
  const record = readManifest(cache).get(release);
  if (record === undefined) return undefined;
  return [record.patched, record.unpatched].every((path) => isFolder(join(cache, path))) ? record : undefined;
}

/**
 * The unpacked tree of a release (`7.2`, or `SUITE:VERSION`), or `undefined` where it has not been fetched.
 * The trees are shared: copy one before writing to it.
 */
export function sourceTree(
  release: string,
  kind: TreeKind,
  cache: string = defaultCache(),
): string | undefined {
  const record = cachedRecord(cache, release);
  return record && join(cache, record[kind]);
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
