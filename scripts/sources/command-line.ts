import { existsSync, mkdirSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { machineSources } from '../../src/apt/machine-sources.js';
import { EnvironmentLack, Failure, WrongUsage } from '../../src/problem/problem.js';
import { cachedRecord, defaultCache } from './cache.js';
import { fetchRelease } from './fetch.js';
import { readManifest, type SourceRecord } from './manifest.js';
import { KNOWN_RELEASES, parseRelease } from './releases.js';
import { checkRequirements } from './requirements.js';
import { removeLeftovers } from './staging.js';
import { type MirrorChoice, suiteGroups } from './suite-groups.js';

const HELP = `Usage: npm run sources -- [options] RELEASE...
       npm run sources -- --list [--json]

Fetches Debian's source packages of QEMU with apt, which checks signatures and checksums, and unpacks each
with Debian's patches applied (patched) and without (unpatched) into a cache outside the repository.

RELEASE is one of ${KNOWN_RELEASES.join(', ')}, or SUITE:VERSION, where VERSION is the whole Debian version or its beginning.

Options:
  --cache DIR            the cache (default: \${XDG_CACHE_HOME:-~/.cache}/qemu-downtime/sources)
  --mirror URL           take the main archive from here (default: the mirror in the machine's apt sources)
  --security-mirror URL  take the security archive from here (default: the machine's; none with --mirror)
  --keyring FILE         check signatures against these keys (default: the machine's entry, Debian's keyring)
  --list                 show what the cache holds
  --json                 the result as one JSON document
  --help                 this text

To fetch a release anew, remove its folder in the cache.
Exit codes: 0 done · 2 wrong usage · 4 apt, dpkg-source, the network or a package is missing · 130 interrupted`;

export interface Terminal {
  /** A line of the result. */
  readonly out: (text: string) => void;
  /** A line of progress or an error. */
  readonly say: (text: string) => void;
  readonly signal: AbortSignal;
}

interface Result {
  readonly record: SourceRecord;
  readonly cached: boolean;
  readonly seconds?: number;
}

/** The whole command; the result is the exit code. */
export async function runSources(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    const { values, positionals } = readArguments(args);
    if (values.help) {
      terminal.out(HELP);
      return 0;
    }
    const cache = checkedCache(values.cache);
    const json = values.json ?? false;
    if (values.list && positionals.length > 0) throw usage('--list, or releases to fetch', 'both');
    if (values.list) {
      const records = [...readManifest(cache).keys()].map((release) => cachedRecord(cache, release));
      const there = records.filter((record) => record !== undefined);
      show(
        there.map((record) => ({ record, cached: true })),
        { cache, json, terminal },
      );
      return 0;
    }
    if (positionals.length === 0) throw usage('at least one RELEASE', 'none');
    const choice: MirrorChoice = {
      mirror: checkedUrl(values.mirror),
      securityMirror: checkedUrl(values['security-mirror']),
      keyring: checkedKeyring(values.keyring),
    };
    return await fetchAll([...new Set(positionals)], { choice, cache, json, terminal });
  } catch (error) {
    return report(error, terminal);
  }
}

interface Task {
  readonly choice: MirrorChoice;
  readonly cache: string;
  readonly json: boolean;
  readonly terminal: Terminal;
}

/** One release that cannot be had does not keep the others from being fetched. */
async function fetchAll(names: readonly string[], { choice, cache, json, terminal }: Task): Promise<number> {
  const releases = names.map(parseRelease);
  const results: Result[] = [];
  let exitCode = 0;
  for (const release of releases) {
    try {
      const there = cachedRecord(cache, release.name);
      if (there !== undefined) {
        results.push({ record: there, cached: true });
        continue;
      }
      checkRequirements();
      mkdirSync(cache, { recursive: true });
      removeLeftovers(cache);
      const started = performance.now();
      const groups = suiteGroups(release, choice, machineSources());
      const named = new Set(groups.flatMap((group) => group.suites));
      for (const suite of release.securitySuites) {
        if (!named.has(suite))
          terminal.say(`${release.name}: no mirror of the security archive, going on without ${suite}`);
      }
      const record = await fetchRelease(release, groups, {
        cache,
        signal: terminal.signal,
        say: terminal.say,
      });
      results.push({ record, cached: false, seconds: Math.round((performance.now() - started) / 100) / 10 });
    } catch (error) {
      exitCode = Math.max(exitCode, report(error, terminal, release.name));
      if (terminal.signal.aborted) break;
    }
  }
  show(results, { cache, json, terminal });
  return exitCode;
}

function show(
  results: readonly Result[],
  { cache, json, terminal }: { cache: string; json: boolean; terminal: Terminal },
): void {
  if (json) {
    const releases = results.map(({ record, cached, seconds }) => ({
      ...record,
      dsc: join(cache, record.dsc),
      patched: join(cache, record.patched),
      unpatched: join(cache, record.unpatched),
      cached,
      ...(seconds === undefined ? {} : { seconds }),
    }));
    terminal.out(JSON.stringify({ schema: 'qemu-downtime/sources@1', cache, releases }, null, 2));
    return;
  }
  for (const { record, cached, seconds } of results) {
    const how = cached ? 'cached' : `fetched in ${seconds} s`;
    terminal.out(`${record.release}  ${how}  ${record.version} (${record.suite})`);
    terminal.out(`  patched    ${join(cache, record.patched)}`);
    terminal.out(`  unpatched  ${join(cache, record.unpatched)}`);
  }
}

function report(error: unknown, terminal: Terminal, release?: string): number {
  if (terminal.signal.aborted) {
    terminal.say('interrupted; nothing half-fetched was left');
    return 130;
  }
  const failure = error instanceof Error && 'syscall' in error ? cacheFailure(error) : error;
  if (!(failure instanceof Failure)) throw failure;
  terminal.say(release === undefined ? failure.message : `${release}: ${failure.message}`);
  return failure.exitCode;
}

/** What the operating system refused: no room, no permission, a file where a folder should be. */
function cacheFailure(error: Error): EnvironmentLack {
  return new EnvironmentLack([
    {
      code: 'cache-unwritable',
      expected: 'a cache that can be written to, with two gigabytes of room',
      found: error.message,
      next: 'name another folder with --cache',
    },
  ]);
}

function readArguments(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        cache: { type: 'string' },
        mirror: { type: 'string' },
        'security-mirror': { type: 'string' },
        keyring: { type: 'string' },
        list: { type: 'boolean' },
        json: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw usage('the options that --help lists', error instanceof Error ? error.message : String(error));
  }
}

function checkedCache(named: string | undefined): string {
  const cache = named === undefined ? defaultCache() : resolve(named);
  const repository = fileURLToPath(new URL('../..', import.meta.url));
  const path = relative(repository, cache);
  if (path !== '..' && !path.startsWith(`..${sep}`)) {
    throw usage('a cache outside the repository', `--cache ${cache}`);
  }
  return cache;
}

/** A URL goes into a sources file as it is, so it must be one word. */
function checkedUrl(url: string | undefined): string | undefined {
  if (url !== undefined && !/^[a-z][a-z0-9+.-]*:\S+$/i.test(url)) throw usage('a URL without blanks', url);
  return url;
}

function checkedKeyring(file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  const path = resolve(file);
  if (!existsSync(path) || /[\s,]/.test(path)) {
    throw usage('an existing keyring file whose path has no blank and no comma', `--keyring ${path}`);
  }
  return path;
}

function usage(expected: string, found: string): WrongUsage {
  return new WrongUsage([{ code: 'usage', expected, found, next: 'see npm run sources -- --help' }]);
}
