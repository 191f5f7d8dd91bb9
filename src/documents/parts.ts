import { countDiff } from '../patch/unified-diff.js';
import type { FilePlan, PlacedCall, Status, Verdict } from '../port/port-result.js';
import type { Place, Problem } from '../problem/problem.js';
import { blobId, type ObjectFormat } from '../tree/blob-id.js';

/** A call. */
export interface SiteDocument {
  /** Path relative to the tree. */
  readonly file: string;
  /** 1-based line of the call: of a port in the resulting file, of a revert in the present one. */
  readonly line: number;
  /** The C function that it is in. */
  readonly function: string;
  /** Stable name of the way in which the place was found. */
  readonly placement: string;
  /** Why there, in a few words. */
  readonly why: string;
}

/** What became of one checkpoint. */
export interface CheckpointDocument {
  readonly name: string;
  readonly status: Status;
  readonly sites: readonly SiteDocument[];
  /** Why, where the status does not say it. */
  readonly reason?: string;
}

/** A file that changes. Ids are git's for blobs, in the hash of the repository around the tree, else SHA-1. */
export interface FileDocument {
  /** Path relative to the tree. */
  readonly path: string;
  readonly before: string;
  readonly after: string;
  /** Lines added and removed. */
  readonly insertions: number;
  readonly deletions: number;
}

/** Why something was not done. */
export interface ProblemDocument {
  /** Stable and scriptable. */
  readonly code: string;
  readonly place?: Place;
  readonly expected: string;
  readonly found: string;
  /** What to do. */
  readonly next: string;
}

/** A later upstream correction that calls carry. */
export interface FixDocument {
  /** Full id of upstream's commit. */
  readonly commit: string;
  readonly subject: string;
  readonly checkpoint: string;
}

/** A place as the contract has it. */
export function siteJson(site: PlacedCall): SiteDocument {
  return {
    file: site.file,
    line: site.line,
    function: site.function,
    placement: site.placement,
    why: site.why,
  };
}

/** A verdict as the contract has it. */
export function verdictJson(verdict: Verdict): CheckpointDocument {
  const { name, status, reason } = verdict;
  return { name, status, sites: verdict.sites.map(siteJson), ...(reason === undefined ? {} : { reason }) };
}

/** The changed files as the contract has them; ids are git's for blobs. */
export function filesJson(files: readonly FilePlan[], format: ObjectFormat): FileDocument[] {
  return files
    .filter((file) => file.before !== file.after)
    .map((file) => ({
      path: file.path,
      before: blobId(Buffer.from(file.before, 'latin1'), format),
      after: blobId(Buffer.from(file.after, 'latin1'), format),
      ...countDiff(file),
    }));
}

/** A problem as data. */
export function problemJson(problem: Problem): ProblemDocument {
  const { code, place, expected, found, next } = problem;
  return { code, ...(place ? { place } : {}), expected, found, next };
}

/** A later correction as the contract has it. */
export function fixJson({ commit, subject, checkpoint }: FixDocument): FixDocument {
  return { commit, subject, checkpoint };
}

/** A diff for a JSON string: UTF-8 where it is, else one character a byte. */
export function diffText(diff: string): string {
  const bytes = Buffer.from(diff, 'latin1');
  const decoded = bytes.toString('utf8');
  return Buffer.from(decoded).equals(bytes) ? decoded : diff;
}
