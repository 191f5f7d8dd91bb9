import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EnvironmentLack } from '../../src/problem/problem.js';

const SCHEMA = 'qemu-downtime/sources@1';

/** One fetched release. Paths are relative to the cache, so that a cache can be moved and restored. */
export interface SourceRecord {
  readonly release: string;
  /** The full Debian version, with its epoch. */
  readonly version: string;
  readonly suite: string;
  readonly dsc: string;
  readonly dscSha256: string;
  readonly patched: string;
  readonly unpatched: string;
}

/** The records of a cache, by release; empty where there is no manifest yet. */
export function readManifest(cache: string): ReadonlyMap<string, SourceRecord> {
  const file = join(cache, 'manifest.json');
  if (!existsSync(file)) return new Map();
  const records = parseManifest(readFileSync(file, 'utf8'));
  if (records === undefined) {
    throw new EnvironmentLack([
      {
        code: 'manifest-unreadable',
        place: { file },
        expected: `a manifest of schema ${SCHEMA}`,
        found: 'something else',
        next: 'delete that file; the sources are then fetched again',
      },
    ]);
  }
  return new Map(records.map((record) => [record.release, record]));
}

/** Adds, replaces or (without a record) removes one release, without ever leaving a half-written manifest. */
export function writeRecord(cache: string, release: string, record: SourceRecord | undefined): void {
  const records = new Map(readManifest(cache));
  if (record === undefined) records.delete(release);
  else records.set(release, record);
  mkdirSync(cache, { recursive: true });
  const file = join(cache, 'manifest.json');
  const fresh = `${file}.${process.pid}`;
  writeFileSync(fresh, `${JSON.stringify({ schema: SCHEMA, releases: [...records.values()] }, null, 2)}\n`);
  renameSync(fresh, file);
}

function parseManifest(text: string): SourceRecord[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (!isObject(value) || value.schema !== SCHEMA || !Array.isArray(value.releases)) return undefined;
    const releases: unknown[] = value.releases;
    return releases.every(isRecord) ? releases : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is SourceRecord {
  const fields = ['release', 'version', 'suite', 'dsc', 'dscSha256', 'patched', 'unpatched'];
  return isObject(value) && fields.every((field) => typeof value[field] === 'string');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
