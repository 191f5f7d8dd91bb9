import { type Archive, chooseMirror, type Mirror } from '../../src/apt/mirror.js';
import type { SourceEntry } from '../../src/apt/source-entries.js';
import { EnvironmentLack } from '../../src/problem/problem.js';
import type { SuiteGroup } from './apt-aside.js';
import { signedByFor } from './keyring.js';
import type { Release } from './releases.js';

/** What the user said about where to fetch from. */
export interface MirrorChoice {
  readonly mirror?: string | undefined;
  readonly securityMirror?: string | undefined;
  readonly keyring?: string | undefined;
}

/**
 * The suites of a release, each with its mirror. A mirror named by the user replaces the machine's for both
 * archives, so that naming one keeps all traffic to it. Without a mirror of the security archive those suites
 * are left out, unless there is nothing else to take.
 */
export function suiteGroups(
  release: Release,
  choice: MirrorChoice,
  entries: readonly SourceEntry[],
): SuiteGroup[] {
  const ownWords = choice.mirror !== undefined || choice.securityMirror !== undefined;
  const group = (archive: Archive, suites: readonly string[], named: string | undefined): SuiteGroup[] => {
    const [first] = suites;
    if (first === undefined) return [];
    let mirror: Mirror | undefined;
    if (named !== undefined) mirror = { uri: named, signedBy: undefined };
    else if (!ownWords) mirror = chooseMirror(entries, archive, first);
    if (mirror === undefined) return [];
    return [
      { mirror: { uri: mirror.uri, signedBy: choice.keyring ?? signedByFor(mirror.signedBy) }, suites },
    ];
  };
  const main = group('main', release.suites, choice.mirror);
  const security = group('security', release.securitySuites, choice.securityMirror);
  if (release.suites.length > 0 ? main.length === 0 : security.length === 0) {
    const option = release.suites.length > 0 ? '--mirror' : '--security-mirror';
    throw new EnvironmentLack([
      {
        code: 'no-mirror',
        expected: `a Debian mirror for ${[...release.suites, ...release.securitySuites].join(', ')}`,
        found: ownWords ? `no ${option}` : "none among the machine's apt sources",
        next: `name one with ${option} URL`,
      },
    ]);
  }
  return [...main, ...security];
}
