import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseMadison, unusableSuites } from '../../scripts/sources/apt.js';
import { configText, sourcesText, writeAptAside } from '../../scripts/sources/apt-aside.js';
import { signedByFor } from '../../scripts/sources/keyring.js';
import { isVersionOf, parseRelease, releaseFolder } from '../../scripts/sources/releases.js';
import { suiteGroups } from '../../scripts/sources/suite-groups.js';
import { archiveOf, chooseMirror } from '../../src/apt/mirror.js';
import type { SourceEntry } from '../../src/apt/source-entries.js';
import { EnvironmentLack, WrongUsage } from '../../src/problem/problem.js';

function entry(uri: string, suite: string, more: Partial<SourceEntry> = {}): SourceEntry {
  return { type: 'deb', uri, suite, components: ['main'], signedBy: undefined, ...more };
}

const BOOKWORM = [
  entry('file:/m/debian', 'bookworm'),
  entry('file:/m/debian', 'bookworm-updates'),
  entry('file:/m/debian-security', 'bookworm-security'),
];

describe('releases', () => {
  it.each([
    ['5.2', 'bullseye'],
    ['7.2', 'bookworm'],
    ['10.0', 'trixie'],
  ])('%s comes from %s with its updates and security', (name, suite) => {
    expect(parseRelease(name)).toEqual({
      name,
      version: name,
      suites: [suite, `${suite}-updates`],
      securitySuites: [`${suite}-security`],
    });
  });

  it('takes SUITE:VERSION from that suite only', () => {
    expect(parseRelease('bullseye:5.2+dfsg-11+deb11u3')).toMatchObject({
      suites: ['bullseye'],
      securitySuites: [],
    });
    expect(parseRelease('bookworm-security:7.2')).toMatchObject({
      suites: [],
      securitySuites: ['bookworm-security'],
    });
    expect(releaseFolder('bookworm-security:7.2')).toBe('bookworm-security_7.2');
  });

  it.each(['8.0', 'x', 'bookworm:', '../a:1', 'bookworm:../1', 'a:1/2', 'A b:1', 'bookworm:1\nx'])(
    'refuses %j and lists the known ones',
    (text) => {
      expect(() => parseRelease(text)).toThrow(WrongUsage);
      expect(() => parseRelease(text)).toThrow('5.2, 7.2, 10.0');
    },
  );

  it.each([
    ['1:7.2+dfsg-7+deb12u18', '7.2', true],
    ['1:7.20+dfsg-1', '7.2', false],
    ['1:10.0.13+ds-0+deb13u1', '10.0', true],
    ['1:7.2+dfsg-7+deb12u18', '7.2+dfsg-7+deb12u1', false],
    ['1:7.2+dfsg-7+deb12u18', '7.2+dfsg-7+deb12u18', true],
    ['7.2-1', '7.2', true],
  ])('%s belongs to %s: %s', (full, wanted, is) => {
    expect(isVersionOf(full, wanted)).toBe(is);
  });
});

describe('chooseMirror', () => {
  it('uses the mirror of another Debian release', () => {
    expect(chooseMirror(BOOKWORM, 'main', 'trixie')?.uri).toBe('file:/m/debian');
    expect(chooseMirror(BOOKWORM, 'security', 'trixie-security')?.uri).toBe('file:/m/debian-security');
  });

  it('prefers the entry of the suite itself, and deb-src', () => {
    const own = entry('file:/old/debian', 'bullseye');
    const source = entry('file:/src/debian', 'bullseye', { type: 'deb-src' });
    expect(chooseMirror([...BOOKWORM, own], 'main', 'bullseye')?.uri).toBe('file:/old/debian');
    expect(chooseMirror([...BOOKWORM, own, source], 'main', 'bullseye')?.uri).toBe('file:/src/debian');
  });

  it('is not taken in by other vendors, other distributions and discs', () => {
    const vendor = entry('file:/vendor/apt', 'bookworm', { signedBy: '/usr/share/keyrings/vendor.gpg' });
    const parts = entry('file:/vendor/debian', 'bookworm', { components: ['stable'] });
    expect(chooseMirror([vendor, parts, ...BOOKWORM], 'main', 'bookworm')?.uri).toBe('file:/m/debian');
    const others = [
      entry('file:/u/ubuntu', 'noble'),
      entry('cdrom:[x]/', 'bookworm'),
      entry('file:/n', 'nodistro'),
    ];
    expect(chooseMirror(others, 'main', 'bookworm')).toBeUndefined();
  });

  it('knows the lists of mirrors that cloud images use', () => {
    const list = entry('mirror+file:/etc/apt/mirrors/debian.list', 'bookworm');
    expect(chooseMirror([entry('file:/x', 'bookworm'), list], 'main', 'bookworm')?.uri).toBe(list.uri);
  });

  it.each([
    ['bookworm', 'main'],
    ['bookworm-updates', 'main'],
    ['trixie-backports', 'main'],
    ['bookworm-security', 'security'],
    ['buster/updates', 'security'],
    ['bookworm-vendor', undefined],
    ['noble', undefined],
  ])('%s is in %s', (suite, archive) => {
    expect(archiveOf(suite)).toBe(archive);
  });
});

describe('signedByFor', () => {
  it("adds Debian's keyring to key files that may be too narrow", () => {
    expect(signedByFor('/k/bookworm.gpg', '/k/all.gpg')).toBe('/k/bookworm.gpg /k/all.gpg');
    expect(signedByFor('/k/one.gpg,/k/all.gpg', '/k/all.gpg')).toBe('/k/one.gpg /k/all.gpg');
  });

  it('leaves fingerprints and key blocks as they are', () => {
    expect(signedByFor('0123ABCD!', '/k/all.gpg')).toBe('0123ABCD!');
    const block = '\n -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n abc';
    expect(signedByFor(block, '/k/all.gpg')).toBe(block);
  });

  it('falls back on the keyring', () => {
    expect(signedByFor(undefined, '/k/all.gpg')).toBe('/k/all.gpg');
  });
});

describe('suiteGroups', () => {
  it("takes both archives from the machine's sources", () => {
    const groups = suiteGroups(parseRelease('5.2'), { keyring: '/k.gpg' }, BOOKWORM);
    expect(groups).toEqual([
      { mirror: { uri: 'file:/m/debian', signedBy: '/k.gpg' }, suites: ['bullseye', 'bullseye-updates'] },
      { mirror: { uri: 'file:/m/debian-security', signedBy: '/k.gpg' }, suites: ['bullseye-security'] },
    ]);
  });

  it("goes nowhere else than to the user's mirror", () => {
    const groups = suiteGroups(parseRelease('5.2'), { mirror: 'file:/own', keyring: '/k.gpg' }, BOOKWORM);
    expect(groups.map((group) => group.mirror.uri)).toEqual(['file:/own']);
  });

  it('says how to name a mirror where there is none', () => {
    expect(() => suiteGroups(parseRelease('5.2'), {}, [])).toThrow(EnvironmentLack);
    expect(() => suiteGroups(parseRelease('5.2'), {}, [])).toThrow('--mirror URL');
    expect(() => suiteGroups(parseRelease('bookworm-security:7.2'), {}, [])).toThrow('--security-mirror URL');
  });
});

describe('the configuration aside', () => {
  it('lists source packages only', () => {
    const groups = [
      { mirror: { uri: 'file:/m/debian', signedBy: '/k.gpg' }, suites: ['trixie', 'trixie-updates'] },
    ];
    expect(sourcesText(groups)).toBe(
      'Types: deb-src\nURIs: file:/m/debian\nSuites: trixie trixie-updates\nComponents: main\nSigned-By: /k.gpg\n',
    );
  });

  it('keeps apt in its folder and the checks on', () => {
    const text = configText('/c/apt');
    expect(text).toContain('Dir::State::lists "/c/apt/state/lists";');
    expect(text).toContain('Dir::Etc::sourceparts "/dev/null";');
    for (const option of ['APT::Get::AllowUnauthenticated', 'Acquire::AllowInsecureRepositories']) {
      expect(text).toContain(`${option} "false";`);
    }
    expect(() => configText('/c/"; x')).toThrow(WrongUsage);
  });

  it('is written as a whole', () => {
    const folder = mkdtempSync(join(tmpdir(), 'aside-'));
    const config = writeAptAside(folder, [
      { mirror: { uri: 'file:/m', signedBy: undefined }, suites: ['sid'] },
    ]);
    expect(readFileSync(config, 'utf8')).toBe(configText(folder));
    expect(readFileSync(join(folder, 'qemu.sources'), 'utf8')).not.toContain('Signed-By');
    expect(existsSync(join(folder, 'state/lists/partial'))).toBe(true);
    rmSync(folder, { recursive: true });
  });
});

describe("apt's answers", () => {
  it('reads versions and suites', () => {
    const text = `      qemu | 1:5.2+dfsg-11+deb11u3 | file:/m/debian bullseye/main Sources
      qemu | 1:5.2+dfsg-11+deb11u5 | file:/m/debian-security bullseye-security/main Sources
 qemu-web | 1 | file:/m/debian bullseye/main Sources
`;
    expect(parseMadison(text)).toEqual([
      { version: '1:5.2+dfsg-11+deb11u3', suite: 'bullseye' },
      { version: '1:5.2+dfsg-11+deb11u5', suite: 'bullseye-security' },
    ]);
  });

  it('tells missing and run-out suites from bad signatures', () => {
    const suites = ['bullseye', 'bullseye-updates', 'bullseye-security'];
    const errors = [
      "E: The repository 'file:/m/debian bullseye-updates Release' does not have a Release file.",
      'E: Release file for file:/m/dists/bullseye-security/InRelease is expired (invalid since 3d). Updates for this repository will not be applied.',
      "E: The repository 'file:/m/debian bullseye InRelease' is not signed.",
    ];
    expect(unusableSuites(errors, suites)).toEqual(['bullseye-updates', 'bullseye-security']);
  });
});
