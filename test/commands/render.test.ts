import { afterEach, describe, expect, it, vi } from 'vitest';
import { defaultRecipe } from '../../src/catalogue/recipes.js';
import { addedCalls } from '../../src/commands/added-calls.js';
import { amountText } from '../../src/commands/render/amount.js';
import { colours } from '../../src/commands/render/colour.js';
import { eventChanges } from '../../src/commands/render/event-changes.js';
import { diffText, filesJson } from '../../src/commands/render/json.js';
import { printable } from '../../src/commands/render/printable.js';
import { countDiff, unifiedDiff } from '../../src/commands/render/unified-diff.js';
import { verdictTable } from '../../src/commands/render/verdict-table.js';

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

describe('amountText', () => {
  it.each([
    [20, ['a.c', 'b.c', 'trace-events'], '20 calls in 3 files'],
    [1, ['a.c'], '1 call in 1 file'],
    [0, ['migration/trace-events'], "the event's line in trace-events"],
    [0, ['a.c', 'trace-events'], 'changes in 2 files'],
  ])('%i in %j: %s', (calls, paths, text) => expect(amountText(calls, paths)).toBe(text));
});

describe('eventChanges', () => {
  const [ours, older] = ['vmstate_downtime_checkpoint', 'loadvm_postcopy_handle_run_bh'];
  const of = (before: string, after: string) =>
    eventChanges(defaultRecipe, [{ path: 'migration/trace-events', before, after, edits: [] }]);

  it('are told by the names that lines declare', () => {
    const before = `a(void) ""\ndisable ${older}(const char *s) "%s"\n# ${ours}(x)\n${ours}s(int a) "%d"\n`;
    expect(of(before, `a(void) ""\n${ours}(const char *c) "%s"\n`)).toEqual([
      { sign: '+', name: ours },
      { sign: '-', name: older },
    ]);
    expect(of(before, `${before}\n`)).toEqual([]);
    expect(eventChanges(defaultRecipe, [])).toEqual([]);
  });
});

describe('verdictTable', () => {
  const site = { file: 'm.c', line: 1, function: 'f', placement: 'p', why: 'because of that' };
  const verdicts = [{ name: 'src-downtime-start', status: 'present', sites: [site] }] as const;
  const table = (columns?: number): string =>
    verdictTable(defaultRecipe, verdicts, [], { colour: colours('never', false), columns });

  it('cuts the reason to the width it gets, and nothing else', () => {
    const row = '  src-downtime-start  present  m.c:1  f';
    expect(table()).toBe(`source\n${row}  because of that\n`);
    expect(table(row.length + 17)).toBe(table());
    expect(table(row.length + 16)).toBe(`source\n${row}  because of th…\n`);
    expect(table(row.length + 3)).toBe(`source\n${row}  …\n`);
    expect(table(10)).toBe(`source\n${row}\n`);
  });
});

describe('addedCalls', () => {
  it('leaves out the calls that are there already', () => {
    const before = 'a;\nold();\nb;\n';
    const edits = [
      { start: 3, end: 3, text: 'new();\n' },
      { start: 10, end: 10, text: '\nlast();' },
    ];
    const after = 'a;\nnew();\nold();\n\nlast();b;\n';
    const at = (line: number) => ({ file: 'm.c', line, function: 'f', placement: 'p', why: 'w' });
    const plan = {
      recipe: defaultRecipe,
      files: [{ path: 'm.c', before, after, edits }],
      verdicts: [
        { name: 'one', status: 'inserted', sites: [at(2), at(3), at(5)] },
        { name: 'two', status: 'present', sites: [at(2)] },
        { name: 'three', status: 'replaced', sites: [at(3)] },
      ],
      problems: [],
      notes: [],
    } as const;
    expect(addedCalls(plan).map(({ name, sites }) => [name, sites.map(({ line }) => line)])).toEqual([
      ['one', [2, 5]],
    ]);
  });
});
