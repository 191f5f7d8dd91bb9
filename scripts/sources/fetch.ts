import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { EnvironmentLack } from '../../src/problem/problem.js';
import {
  type Apt,
  type Candidate,
  downloadSource,
  listCandidates,
  newestCandidate,
  updateIndexes,
} from './apt.js';
import { type SuiteGroup, writeAptAside } from './apt-aside.js';
import { cachedRecord } from './cache.js';
import { readManifest, type SourceRecord, writeRecord } from './manifest.js';
import { type Release, releaseFolder } from './releases.js';
import { fillWhole } from './staging.js';
import { unpackBoth } from './unpack.js';

export interface Fetching {
  readonly cache: string;
  readonly signal: AbortSignal;
  readonly say: (text: string) => void;
}

/** Downloads, checks and unpacks a release into the cache, and notes it in the manifest as the last step. */
export async function fetchRelease(
  release: Release,
  groups: readonly SuiteGroup[],
  { cache, signal, say }: Fetching,
): Promise<SourceRecord> {
  const folder = releaseFolder(release.name);
  // A record whose trees are not whole is taken back first: it must not vouch for what comes next.
  if (readManifest(cache).has(release.name)) writeRecord(cache, release.name, undefined);
  const fetched = await fillWhole(
    cache,
    folder,
    async (staging) => {
      const { apt, candidates } = await findCandidates(release, groups, { staging, signal, say });
      const candidate = await downloadNewest(release, candidates, { apt, say });
      const dsc = onlyDsc(staging);
      say(`${release.name}: unpacking with and without Debian's patches`);
      await unpackBoth(dsc, staging, signal);
      // The tarballs are the larger part of the download and of no use beside the trees.
      removeFiles(staging, (name) => name.includes('.tar.'));
      rmSync(aptFolder(staging), { recursive: true });
      const dscSha256 = createHash('sha256')
        .update(readFileSync(join(staging, dsc)))
        .digest('hex');
      return { candidate, dsc, dscSha256 };
    },
    () => cachedRecord(cache, release.name) === undefined,
  );
  if (fetched === undefined) {
    const theirs = cachedRecord(cache, release.name);
    if (theirs !== undefined) return theirs;
    throw new Error(`${folder} vanished from ${cache} while another run was filling it`);
  }
  const record: SourceRecord = {
    release: release.name,
    version: fetched.candidate.version,
    suite: fetched.candidate.suite,
    dsc: `${folder}/${fetched.dsc}`,
    dscSha256: fetched.dscSha256,
    patched: `${folder}/patched`,
    unpatched: `${folder}/unpatched`,
  };
  writeRecord(cache, release.name, record);
  return record;
}

/** Every version in the suites that the mirror has, and the apt that found them. */
async function findCandidates(
  release: Release,
  groups: readonly SuiteGroup[],
  { staging, signal, say }: { staging: string; signal: AbortSignal; say: Fetching['say'] },
): Promise<{ apt: Apt; candidates: Candidate[] }> {
  const suites = groups.flatMap((group) => group.suites);
  say(`${release.name}: reading the package indexes of ${suites.join(', ')}`);
  // Fresh indexes each time: apt falls back on older ones when a new one fails the check.
  rmSync(aptFolder(staging), { recursive: true, force: true });
  const apt = { config: writeAptAside(aptFolder(staging), groups), cwd: staging, signal };
  const unusable = await updateIndexes(apt, suites);
  if (unusable.length > 0) {
    // The updates and security suites of an old release go away before its main suite does.
    const [needed] = suites;
    if (needed !== undefined && !unusable.includes(needed)) {
      say(
        `${release.name}: going on without ${unusable.join(', ')}, which the mirror lacks or which has run out`,
      );
      const usable = groups.map(({ mirror, suites: all }) => ({
        mirror,
        suites: all.filter((suite) => !unusable.includes(suite)),
      }));
      const left = usable.filter((group) => group.suites.length > 0);
      return findCandidates(release, left, { staging, signal, say });
    }
    throw new EnvironmentLack([
      {
        code: 'suite-missing',
        expected: `a mirror with the suite ${needed}`,
        found: 'it is not there, or its index has run out',
        next: 'name a mirror that has it with --mirror URL (an archive of old releases, for one)',
      },
    ]);
  }
  return { apt, candidates: await listCandidates(apt) };
}

/**
 * Downloads the newest version of the release. Where an index is ahead of (or behind) the files beside it, as
 * happens on mirrors, the next older version is taken; each of them is signed for.
 */
async function downloadNewest(
  release: Release,
  candidates: readonly Candidate[],
  { apt, say }: { apt: Apt; say: Fetching['say'] },
): Promise<Candidate> {
  const missing = new Set<Candidate>();
  for (;;) {
    const left = candidates.filter((candidate) => !missing.has(candidate));
    const candidate = await newestCandidate(left, release.version, apt);
    if (candidate === undefined) break;
    say(`${release.name}: downloading ${candidate.version} from ${candidate.suite}`);
    if (await downloadSource(candidate.version, apt)) return candidate;
    say(`${release.name}: the mirror's index names ${candidate.version}, but its files are not there`);
    missing.add(candidate);
    // Those that were there must not be taken for parts of the next version.
    removeFiles(apt.cwd, (name) => name.startsWith('qemu_'));
  }
  const there = candidates.map(
    (candidate) =>
      `${candidate.version} (${candidate.suite}${missing.has(candidate) ? ', files missing' : ''})`,
  );
  throw new EnvironmentLack([
    {
      code: 'version-missing',
      expected: `a source package qemu ${release.version}`,
      found: there.length === 0 ? 'no source package qemu' : `only ${there.join(', ')}`,
      next: 'name a version that is there as SUITE:VERSION, or another mirror with --mirror URL',
    },
  ]);
}

function aptFolder(staging: string): string {
  return join(staging, 'apt');
}

function removeFiles(folder: string, isMeant: (name: string) => boolean): void {
  for (const name of readdirSync(folder).filter(isMeant)) rmSync(join(folder, name), { recursive: true });
}

function onlyDsc(folder: string): string {
  const [dsc, ...more] = readdirSync(folder).filter((name) => name.endsWith('.dsc'));
  if (dsc === undefined || more.length > 0) throw new Error(`${folder} should hold one .dsc`);
  return dsc;
}
