import { WrongUsage } from '../../src/problem/problem.js';

/** A QEMU release as Debian ships it: where to look, and which versions count as this release. */
export interface Release {
  /** What the user types and what the manifest is keyed by: `7.2`, or `SUITE:VERSION`. */
  readonly name: string;
  /** The beginning of the Debian version, without the epoch. */
  readonly version: string;
  /** Suites of the main archive. The first one has to exist; the others are taken where the mirror has them. */
  readonly suites: readonly string[];
  /** Suites of the security archive, used where a mirror of it is known. */
  readonly securitySuites: readonly string[];
}

const STABLE_SUITES: ReadonlyMap<string, string> = new Map([
  ['5.2', 'bullseye'],
  ['7.2', 'bookworm'],
  ['10.0', 'trixie'],
]);

/** The release names that need no suite. */
export const KNOWN_RELEASES: readonly string[] = [...STABLE_SUITES.keys()];

/** Reads `7.2` or `SUITE:VERSION` (`bullseye:5.2+dfsg-11+deb11u3`, `trixie-backports:11.1`). */
export function parseRelease(text: string): Release {
  const known = STABLE_SUITES.get(text);
  if (known !== undefined) {
    return {
      name: text,
      version: text,
      suites: [known, `${known}-updates`],
      securitySuites: [`${known}-security`],
    };
  }
  const [, suite, version] = /^([a-z][a-z0-9-]*):([0-9][A-Za-z0-9.+~-]*)$/.exec(text) ?? [];
  if (suite === undefined || version === undefined) {
    throw new WrongUsage([
      {
        code: 'unknown-release',
        expected: `one of ${KNOWN_RELEASES.join(', ')}, or SUITE:VERSION`,
        found: `unknown release '${text}'`,
        next: 'name a known release, or a Debian suite and the version it carries',
      },
    ]);
  }
  // A suite that was asked for by name is meant exactly: no updates or security suite is mixed in.
  const security = suite.endsWith('-security');
  return { name: text, version, suites: security ? [] : [suite], securitySuites: security ? [suite] : [] };
}

/**
 * Whether a full Debian version (`1:7.2+dfsg-7+deb12u18`) belongs to `wanted` (`7.2`, or up to a whole
 * version). The beginning has to end at a boundary: `7.2` is not `7.20`, and `…u1` is not `…u18`.
 */
export function isVersionOf(full: string, wanted: string): boolean {
  const version = full.replace(/^[0-9]+:/, '');
  return version.startsWith(wanted) && !/^[0-9A-Za-z]/.test(version.slice(wanted.length));
}

/** The folder of a release in the cache; `:` does not get on with every tool that takes lists of paths. */
export function releaseFolder(name: string): string {
  return name.replace(':', '_');
}
