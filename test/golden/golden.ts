import { readFileSync } from 'node:fs';

/**
 * What is known about real QEMU releases from reading them: commits, blob ids, line numbers and identifiers. The
 * files beside this one hold facts only, no source text.
 */

/** A release, and how many calls each checkpoint has in it; null where upstream carries them itself. */
export interface GoldenRelease {
  readonly commit: string;
  readonly date: string;
  readonly expected_sites: Readonly<Record<string, number>> | null;
}

/** The place of one call, in lines of the unpatched file: the call goes after `after_line`. */
export interface GoldenSite {
  readonly file: string;
  readonly function: string;
  readonly after_line: number;
  /** Where upstream's later correction puts it. */
  readonly after_line_inside_guard?: number;
  readonly kind: string;
}

/** A release whose sites are known to the line. */
export interface GoldenTree {
  readonly commit: string;
  readonly blobs: Readonly<Record<string, string>>;
  readonly sites: Readonly<Record<string, readonly GoldenSite[]>>;
  readonly trace_events: {
    readonly file: string;
    readonly after_line: number;
    readonly remove_line: number | null;
  };
}

/** An upstream commit by its parent, itself, and the blobs it changed. */
export interface GoldenCommit {
  readonly before_commit: string;
  readonly after_commit: string;
  readonly files: Readonly<Record<string, { readonly before: string; readonly after: string }>>;
}

interface SitesFile {
  readonly upstream_commit: GoldenCommit;
  readonly followups: Readonly<Record<string, GoldenCommit>>;
  readonly releases: Readonly<Record<string, GoldenTree>>;
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));
}

const sitesFile = read('sites.json') as SitesFile;

/** All final releases, oldest first, and the head of master at the time of reading. */
export const goldenReleases = new Map(
  Object.entries(read('releases.json') as Readonly<Record<string, GoldenRelease>>),
);

/** The releases whose sites are known to the line. */
export const goldenTrees = new Map(Object.entries(sitesFile.releases));

/** The commit that the recipe carries. */
export const upstreamCommit = sitesFile.upstream_commit;

/** Upstream's later correction of src-downtime-end. */
export const downtimeCorrection = sitesFile.followups['812145fcf7'];

/** How the id of upstream's whole tree begins, after its commit. */
export const UPSTREAM_TREE = '29643efd1429';
