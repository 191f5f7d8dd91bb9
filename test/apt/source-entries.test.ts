import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseDeb822 } from '../../src/apt/deb822.js';
import { machineSources } from '../../src/apt/machine-sources.js';
import { parseListFile, parseSourcesFile } from '../../src/apt/source-entries.js';

describe('parseDeb822', () => {
  it('parts stanzas at blank lines and lower-cases names', () => {
    expect(parseDeb822('A: 1\nB: x y\n \t\n\nA: 2\n').map((stanza) => [...stanza])).toEqual([
      [
        ['a', '1'],
        ['b', 'x y'],
      ],
      [['a', '2']],
    ]);
  });

  it('keeps the lines of a folded value and drops comments inside it', () => {
    const [stanza] = parseDeb822('Signed-By:\n one\n# note\n .\n two\nSuites: x\n');
    expect(stanza?.get('signed-by')).toBe('\n one\n .\n two');
    expect(stanza?.get('suites')).toBe('x');
  });
});

describe('parseSourcesFile', () => {
  it('gives one entry for each type, URI and suite', () => {
    const entries = parseSourcesFile(`Types: deb deb-src
# an older address
URIs: file:/a/debian
 file:/b/debian
Suites: bookworm bookworm-updates
Components: main contrib
Signed-By: /keys/one.gpg
`);
    expect(entries).toHaveLength(8);
    expect(entries[0]).toEqual({
      type: 'deb',
      uri: 'file:/a/debian',
      suite: 'bookworm',
      components: ['main', 'contrib'],
      signedBy: '/keys/one.gpg',
    });
    expect(entries[7]).toMatchObject({ type: 'deb-src', uri: 'file:/b/debian', suite: 'bookworm-updates' });
  });

  it('leaves out what is switched off', () => {
    const stanza = 'Types: deb\nURIs: file:/a\nSuites: bookworm\nComponents: main\n';
    expect(parseSourcesFile(`${stanza}Enabled: no\n`)).toEqual([]);
    expect(parseSourcesFile(`${stanza}Enabled: yes\n`)).toHaveLength(1);
  });
});

describe('parseListFile', () => {
  it('reads options, comments and both types', () => {
    const entries = parseListFile(`# deb file:/off/debian bookworm main
deb [ arch=amd64 signed-by=/keys/one.gpg,/keys/two.gpg ] file:/a/debian bookworm main contrib # why
deb-src file:/a/debian-security bookworm-security main
`);
    expect(entries).toEqual([
      {
        type: 'deb',
        uri: 'file:/a/debian',
        suite: 'bookworm',
        components: ['main', 'contrib'],
        signedBy: '/keys/one.gpg,/keys/two.gpg',
      },
      {
        type: 'deb-src',
        uri: 'file:/a/debian-security',
        suite: 'bookworm-security',
        components: ['main'],
        signedBy: undefined,
      },
    ]);
  });
});

describe('machineSources', () => {
  let etc: string;
  beforeEach(() => {
    etc = mkdtempSync(join(tmpdir(), 'etc-apt-'));
  });
  afterEach(() => rmSync(etc, { recursive: true }));

  it('reads both formats, ignores parked files, and changes nothing', () => {
    const parts = join(etc, 'sources.list.d');
    mkdirSync(parts);
    const one = 'Types: deb\nURIs: file:/b/debian\nSuites: bookworm\nComponents: main\n';
    writeFileSync(join(etc, 'sources.list'), 'deb file:/a/debian bookworm main\n');
    writeFileSync(join(parts, 'debian.sources'), one);
    writeFileSync(join(parts, 'other.sources.disabled'), one);
    writeFileSync(join(parts, 'z.list'), 'deb-src file:/c/debian bookworm main\n');
    expect(machineSources(etc).map((entry) => entry.uri)).toEqual([
      'file:/a/debian',
      'file:/b/debian',
      'file:/c/debian',
    ]);
    expect(readdirSync(parts)).toHaveLength(3);
    expect(readFileSync(join(parts, 'debian.sources'), 'utf8')).toBe(one);
  });

  it('is empty where apt has no sources', () => {
    expect(machineSources(join(etc, 'nowhere'))).toEqual([]);
  });
});
