import type { SourceEntry } from './source-entries.js';

/** Where an archive is to be had, and what its signature is checked against. */
export interface Mirror {
  readonly uri: string;
  readonly signedBy: string | undefined;
}

export type Archive = 'main' | 'security';

const DEBIAN_SUITES: ReadonlySet<string> = new Set([
  ...['buster', 'bullseye', 'bookworm', 'trixie', 'forky', 'duke', 'sid'],
  ...['oldoldstable', 'oldstable', 'stable', 'testing', 'unstable', 'experimental'],
]);

/**
 * Which of Debian's archives a suite belongs to; `undefined` for a suite that is not Debian's.
 * @internal
 */
export function archiveOf(suite: string): Archive | undefined {
  const [, base, rest] = /^([a-z]+)(-[a-z-]+|\/updates)?$/.exec(suite) ?? [];
  if (base === undefined || !DEBIAN_SUITES.has(base)) return undefined;
  if (rest === undefined || /^-(updates|proposed-updates|backports(-sloppy)?)$/.test(rest)) return 'main';
  return rest === '-security' || rest === '/updates' ? 'security' : undefined;
}

/**
 * Picks the machine's mirror of one of Debian's archives for a suite. The suite itself need not be among the
 * entries: a mirror that carries one Debian release carries the others. Other vendors name their suites after
 * Debian's as well, so what speaks for a Debian mirror is weighed; a wrong choice ends at the signature check.
 */
export function chooseMirror(
  entries: readonly SourceEntry[],
  archive: Archive,
  suite: string,
): Mirror | undefined {
  const candidates = entries.filter(
    (entry) =>
      archiveOf(entry.suite) === archive && entry.components.includes('main') && !/^cdrom:/i.test(entry.uri),
  );
  const weight = (entry: SourceEntry) =>
    (/debian-archive/.test(entry.signedBy ?? '') ? 8 : 0) +
    (/\/debian(-security)?(\.list)?\/*$/.test(entry.uri) ? 4 : 0) +
    (entry.suite === suite ? 2 : 0) +
    (entry.type === 'deb-src' ? 1 : 0);
  let best: SourceEntry | undefined;
  for (const entry of candidates) if (best === undefined || weight(entry) > weight(best)) best = entry;
  return best && { uri: best.uri, signedBy: best.signedBy };
}
