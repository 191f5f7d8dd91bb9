import type { Person } from '../git/commit-text.js';
import type { TextChange } from './text-change.js';
import { messageParts } from './tidy-message.js';
import { unifiedDiff } from './unified-diff.js';

/** A change with what DEP-3 wants to know of it. */
export interface QuiltedChange {
  /** The whole message of the commit, from its subject on. */
  readonly description: string;
  /** Whether it is upstream's change as it is, one that was made to fit, or none of upstream's. */
  readonly origin: 'upstream' | 'backport' | 'vendor';
  /** The id of upstream's commit. */
  readonly commit: string;
  /** Where upstream's commit can be read. */
  readonly url?: string | undefined;
  readonly author: Pick<Person, 'name' | 'email'>;
  /** The upstream version that has it first: `8.2.0`. */
  readonly appliedUpstream: string;
  /** `2024-05-31`. */
  readonly lastUpdate: string;
  /** `not-needed`, or where it was sent. */
  readonly forwarded: string;
  readonly files: readonly TextChange[];
}

/** Lines that `patch` takes for the beginning of a diff, however far they are indented. */
const DIFF_LINE = /^[ \tX]*(?:---|\+\+\+|\*\*\*|@@|Index:|diff )/;

/** A patch with a DEP-3 header, as `quilt` and `dpkg-source` take it. */
export function quiltPatch(change: QuiltedChange): Buffer {
  const { subject, body } = messageParts(change.description);
  const isUpstreams = change.origin !== 'vendor';
  const header = [
    `Description: ${subject}`,
    ...(body === '' ? [] : ['', ...body.split('\n')].map(continuation)),
    isUpstreams ? `Origin: ${change.origin}, ${change.url ?? `commit:${change.commit}`}` : 'Origin: vendor',
    `Author: ${change.author.name} <${change.author.email}>`,
    ...(isUpstreams ? [`Applied-Upstream: ${change.appliedUpstream}, commit:${change.commit}`] : []),
    `Last-Update: ${change.lastUpdate}`,
    `Forwarded: ${change.forwarded}`,
    '---',
  ];
  return Buffer.concat([
    Buffer.from(`${header.join('\n')}\n`),
    Buffer.from(unifiedDiff(change.files), 'latin1'),
  ]);
}

/**
 * A series with a patch in it: at its end, or where it is already (a name may have options of `patch` behind it). One that
 * stands there in a comment was taken out, and stays so.
 */
export function withSeriesLine(series: Buffer | undefined, name: string): Buffer {
  const text = series?.toString('latin1') ?? '';
  if (lineOf(text, name, '') >= 0 || lineOf(text, name, '#') >= 0) return Buffer.from(text, 'latin1');
  return Buffer.from(`${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${name}\n`, 'latin1');
}

/** The line, from 1, at which a series has a patch in a comment and nowhere else. */
export function commentedLine(series: Buffer | undefined, name: string): number | undefined {
  const text = series?.toString('latin1') ?? '';
  const index = lineOf(text, name, '#');
  return index < 0 || lineOf(text, name, '') >= 0 ? undefined : index + 1;
}

/** @param mark what stands before the name */
function lineOf(text: string, name: string, mark: '' | '#'): number {
  return text.split('\n').findIndex((line) => {
    const words = line.trim();
    if (words.startsWith('#') !== (mark === '#')) return false;
    return words.replace(/^[#\s]+/, '').split(/\s+/)[0] === name;
  });
}

function continuation(line: string): string {
  if (line === '') return ' .';
  return DIFF_LINE.test(line) ? ` > ${line}` : ` ${line}`;
}
