import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseListFile, parseSourcesFile, type SourceEntry } from './source-entries.js';

/** Everything the machine's apt has switched on, in the order in which apt reads it. Nothing is written. */
export function machineSources(etcApt = '/etc/apt'): SourceEntry[] {
  const parts = join(etcApt, 'sources.list.d');
  const files = existsSync(parts)
    ? readdirSync(parts)
        .sort()
        .map((name) => join(parts, name))
    : [];
  return [join(etcApt, 'sources.list'), ...files].flatMap((file) => {
    // apt itself ignores every other ending, which is how entries are commonly parked.
    if (!/\.(list|sources)$/.test(file) || !existsSync(file)) return [];
    const text = readFileSync(file, 'utf8');
    return file.endsWith('.sources') ? parseSourcesFile(text) : parseListFile(text);
  });
}
