import { countDiff } from '../../patch/unified-diff.js';
import type { FilePlan, PlacedCall, Verdict } from '../../port/port-result.js';
import type { Problem } from '../../problem/problem.js';
import { blobId, type ObjectFormat } from '../../tree/blob-id.js';

/** A JSON document of the contract as bytes. */
export function jsonBytes(document: unknown): Buffer {
  return Buffer.from(jsonText(document));
}

/** JSON as text that a terminal can be shown: what is not printable is escaped beyond what JSON itself asks for. */
export function jsonText(document: unknown): string {
  const escaped = (character: string): string =>
    `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  const text = JSON.stringify(document, null, 2);
  return `${text.replace(/[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g, escaped)}\n`;
}

/** A place as the contract has it. */
export function siteJson(site: PlacedCall) {
  return {
    file: site.file,
    line: site.line,
    function: site.function,
    placement: site.placement,
    why: site.why,
  };
}

/** A verdict as the contract has it. */
export function verdictJson(verdict: Verdict) {
  const { name, status, reason } = verdict;
  return { name, status, sites: verdict.sites.map(siteJson), ...(reason === undefined ? {} : { reason }) };
}

/** The changed files as the contract has them; ids are git's for blobs. */
export function filesJson(files: readonly FilePlan[], format: ObjectFormat) {
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
export function problemJson(problem: Problem) {
  const { code, place, expected, found, next } = problem;
  return { code, ...(place ? { place } : {}), expected, found, next };
}

/** A diff for a JSON string: UTF-8 where it is, else one character a byte. */
export function diffText(diff: string): string {
  const bytes = Buffer.from(diff, 'latin1');
  const decoded = bytes.toString('utf8');
  return Buffer.from(decoded).equals(bytes) ? decoded : diff;
}
