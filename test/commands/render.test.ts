import { afterEach, describe, expect, it, vi } from 'vitest';
import { defaultRecipe } from '../../src/catalogue/recipes.js';
import { colours } from '../../src/commands/render/colour.js';
import { verdictTable } from '../../src/commands/render/verdict-table.js';
import { diffText, filesJson } from '../../src/documents/parts.js';

const change = (before: string, after: string) => ({ path: 'a.c', before, after, edits: [] });

describe('filesJson', () => {
  it('counts what a file loses and gains', () => {
    expect(filesJson([change('a\nb\n', 'a\nc\nd\n')], 'sha1')).toMatchObject([
      { insertions: 2, deletions: 1 },
    ]);
  });
});

describe('diffText', () => {
  it('decodes UTF-8, and leaves other bytes as one character each', () => {
    expect(diffText('\u00c3\u00a9')).toBe('é');
    expect(diffText('\u00e9')).toBe('\u00e9');
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

describe('verdictTable', () => {
  const why = 'because of that, and of more than that';
  const site = { file: 'm.c', line: 1, function: 'f', placement: 'p', why };
  const verdicts = [{ name: 'src-downtime-start', status: 'present', sites: [site] }] as const;
  const table = (columns?: number): string =>
    verdictTable(defaultRecipe, verdicts, [], { colour: colours('never', false), columns });

  it('says of what is only planned what would be done, of the rest how it is', () => {
    const statuses = ['inserted', 'replaced', 'moved', 'present', 'skipped'] as const;
    const words = (isPlan: boolean): (string | undefined)[] =>
      verdictTable(
        defaultRecipe,
        statuses.map((status) => ({ name: `x-${status}`, status, sites: [site] })),
        [],
        { colour: colours('never', false), isPlan },
      )
        .trimEnd()
        .split('\n')
        .map((line) => line.trim().split(/ +/)[1]);
    expect(words(false)).toEqual(statuses);
    expect(words(true)).toEqual(['insert', 'replace', 'move', 'present', 'skipped']);
  });

  it('cuts the reason to the width it gets, and nothing else', () => {
    const row = '  src-downtime-start  present  m.c:1  f';
    expect(table()).toBe(`source\n${row}  ${why}\n`);
    expect(table(row.length + 2 + why.length)).toBe(table());
    expect(table(row.length + 2 + 24)).toBe(`source\n${row}  because of that, and of…\n`);
  });

  it('gives place and reason lines of their own where there is no room beside each other', () => {
    const row = '  src-downtime-start  present  m.c:1  f';
    const lines = ['source', '  src-downtime-start  present', '    m.c:1  f', `      ${why}`, ''];
    expect(table(row.length + 2 + 23)).toBe(lines.join('\n'));
    const narrow = ['source', '  src-downtime-start  present', '    m.c:1…', '      bec…', ''];
    expect(table(10)).toBe(narrow.join('\n'));
  });
});
