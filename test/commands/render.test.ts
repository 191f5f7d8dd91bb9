import { afterEach, describe, expect, it, vi } from 'vitest';
import { colours } from '../../src/commands/render/colour.js';
import { blobName, diffText, filesJson } from '../../src/commands/render/json.js';
import { printable } from '../../src/commands/render/printable.js';
import { countDiff, unifiedDiff } from '../../src/commands/render/unified-diff.js';

const change = (before: string, after: string) => ({ path: 'a.c', before, after, edits: [] });

describe('unifiedDiff', () => {
  it('leaves files without change out', () => expect(unifiedDiff([change('a\n', 'a\n')])).toBe(''));

  it('has the headers that git and patch take, and no others', () => {
    expect(unifiedDiff([change('a\nb\n', 'a\nnew\nb\n')])).toBe(
      '--- a/a.c\n+++ b/a.c\n@@ -1,2 +1,3 @@\n a\n+new\n b\n',
    );
  });

  it('keeps CR and says where a last line has no end', () => {
    expect(unifiedDiff([change('a\r\nb', 'a\r\nn\r\nb')])).toContain(
      '+n\r\n b\n\\ No newline at end of file',
    );
  });

  it('counts lines that look like headers as lines', () => {
    const diff = unifiedDiff([change('-- x\n', '++ y\nz\n')]);
    expect(countDiff(diff)).toEqual({ insertions: 2, deletions: 1 });
  });

  it('counts what a file loses and gains', () => {
    expect(filesJson([change('a\nb\n', 'a\nc\nd\n')], 'sha1')).toMatchObject([
      { insertions: 2, deletions: 1 },
    ]);
  });
});

describe('blobName', () => {
  it('is git’s', () => {
    expect(blobName('', 'sha1')).toBe('e69de29bb2d1d6434b8b29ae775ad8c2e48c5391');
    expect(blobName('', 'sha256')).toBe('473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813');
  });
});

describe('diffText', () => {
  it('decodes UTF-8, and leaves other bytes as one character each', () => {
    expect(diffText('\u00c3\u00a9')).toBe('é');
    expect(diffText('\u00e9')).toBe('\u00e9');
  });
});

describe('printable', () => {
  it('shows control characters, and leaves lines, tabs and letters alone', () => {
    expect(printable('a\tb\né€')).toBe('a\tb\né€');
    expect(printable('\u001b[31m\r\u0007\u009b\0')).toBe('\\x1b[31m\\x0d\\x07\\x9b\\x00');
  });
});

describe('colours', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });
  it.each([
    ['auto', true, {}, true],
    ['auto', false, {}, false],
    ['auto', true, { NO_COLOR: '1' }, false],
    ['auto', true, { TERM: 'dumb' }, false],
    ['always', false, { NO_COLOR: '1' }, true],
    ['never', true, {}, false],
  ] as const)('%s, terminal %s, %j: %s', (when, terminal, env, on) => {
    vi.stubEnv('NO_COLOR', '');
    vi.stubEnv('TERM', 'xterm');
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
    expect(colours(when, terminal).good('x') !== 'x').toBe(on);
  });
});
