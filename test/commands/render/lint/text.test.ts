import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { colours } from '../../../../src/commands/render/colour.js';
import { text } from '../../../../src/commands/render/lint/text.js';
import {
  finding,
  hostileFinding,
  hostileLine,
  hostileRefused,
  hostileResults,
  hostileText,
  RAW,
  REFUSED,
  reportOf,
  resultOf,
} from './report-of.js';

const shown = (...findings: Parameters<typeof resultOf>[0]): string => reportOf('text', [resultOf(findings)]);

describe('a finding', () => {
  it('is its place, what is wrong and by which rule, the line with a caret, and what to do', () => {
    expect(shown(finding())).toBe(`migration/migration.c
migration/migration.c:12:5: error: src-vm-stopped comes before the guest stops [misplaced]
    12 |     trace_vmstate_downtime_checkpoint("src-vm-stopped");
       |     ^
  next: move it
1 error, 0 warnings, 0 notes
`);
  });

  it('has the caret below its place also behind tabs', () => {
    const lines = shown(finding({ source: '\t  \treturn 0;', column: 5 })).split('\n');
    expect(lines[2]).toBe('    12 | \t  \treturn 0;');
    expect(lines[3]).toBe('       | \t  \t^');
  });

  it('has the caret below its place also behind what is shown otherwise', () => {
    const lines = shown(finding({ source: '\f return 0;', column: 3 })).split('\n');
    expect(lines[2]).toBe('    12 | \\x0c return 0;');
    expect(lines[3]?.indexOf('^')).toBe(lines[2]?.indexOf('return'));
  });

  it('shows UTF-8 as letters, and other bytes as one each', () => {
    expect(shown(finding({ source: '/* \u00c3\u00a9 */' }))).toContain('12 | /* é */\n');
    expect(shown(finding({ source: '/* \u00e9 */' }))).toContain('12 | /* é */\n');
  });

  it('of a whole file has neither line nor caret', () => {
    const whole = finding({ line: undefined, column: undefined, source: undefined, function: undefined });
    expect(shown(whole).split('\n').slice(1, 3)).toEqual([
      'migration/migration.c: error: src-vm-stopped comes before the guest stops [misplaced]',
      '  next: move it',
    ]);
  });

  it('shows the path that leads to it, outermost call first', () => {
    const step = (name: string, line: number) => ({ file: 'migration/savevm.c', function: name, line });
    expect(shown(finding({ path: [step('outer', 7), step('inner', 9)] }))).toContain(
      '  1. outer (migration/savevm.c:7)\n  2. inner (migration/savevm.c:9)\n  next:',
    );
    expect(shown(finding({ path: [step('alone', 7)] }))).not.toContain('alone');
  });

  it('shows of a line without end its beginning', () => {
    const long = finding({ source: `  ${'x'.repeat(5000)}` });
    expect(
      Math.max(
        ...shown(long)
          .split('\n')
          .map((line) => line.length),
      ),
    ).toBeLessThan(200);
    expect(shown(long)).toMatch(/x…\n {7}\| {5}\^\n/);
    const deep = finding({ source: `${' '.repeat(300)}return;`, column: 301 });
    expect(shown(deep)).not.toContain('^');
  });
});

describe('the order', () => {
  it('groups by file, each file once', () => {
    const other = finding({ file: 'migration/savevm.c', line: 3 });
    const lines = shown(finding(), finding({ line: 14 }), other).split('\n');
    expect(lines.filter((line) => /^migration\/\w+\.c$/.test(line))).toEqual([
      'migration/migration.c',
      'migration/savevm.c',
    ]);
    expect(lines.filter((line) => /: error:/.test(line)).map((line) => line.split(':').slice(0, 2))).toEqual([
      ['migration/migration.c', '12'],
      ['migration/migration.c', '14'],
      ['migration/savevm.c', '3'],
    ]);
  });

  it('heads each of several revisions by its name', () => {
    const results = [
      resultOf([finding()], { revision: 'stable-7.2' }),
      resultOf([], { revision: 'v9.0.0' }),
      resultOf([finding()], { revision: 'fleet', version: undefined }),
    ];
    const lines = reportOf('text', results).split('\n');
    expect(lines[0]).toBe('stable-7.2: QEMU 7.2.0');
    expect(lines).toContain('v9.0.0: clean');
    expect(lines).toContain('fleet: QEMU of unknown version');
    expect(lines.at(-2)).toBe('2 errors, 0 warnings, 0 notes in 3 revisions');
  });
});

describe('the last line', () => {
  const last = (...args: Parameters<typeof reportOf> extends [unknown, ...infer Rest] ? Rest : never) =>
    reportOf('text', ...args)
      .trimEnd()
      .split('\n')
      .at(-1);

  it('counts by severity, one as one', () => {
    const findings = [finding(), finding({ severity: 'warning' }), finding({ severity: 'note' })];
    expect(last([resultOf(findings)])).toBe('1 error, 1 warning, 1 note');
    expect(last([resultOf([...findings, ...findings])])).toBe('2 errors, 2 warnings, 2 notes');
  });

  it('is "clean" where nothing is found, and tells what comments left out', () => {
    expect(reportOf('text', [resultOf([])])).toBe('clean\n');
    expect(last([resultOf([], { suppressed: 2 })])).toBe('clean; 2 suppressed by comments, for lint alone');
  });

  it('calls nothing clean whose findings are in the baseline, and says how many those are', () => {
    expect(last([resultOf([], { suppressed: 2, known: 3 })])).toBe(
      'nothing new (3 known from the baseline); 2 suppressed by comments, for lint alone',
    );
    expect(last([resultOf([finding()], { known: 3 })])).toBe(
      '1 error, 0 warnings, 0 notes; 3 known from the baseline',
    );
    const two = [resultOf([], { revision: 'a', known: 3 }), resultOf([], { revision: 'b' })];
    expect(reportOf('text', two)).toBe(
      'a: nothing new (3 known from the baseline)\nb: clean\nnothing new (3 known from the baseline) in 2 revisions\n',
    );
  });

  it('tells how many --fix mends, of a tree in a folder', () => {
    const findings = [finding({ fix: '--fix' }), finding({ fix: '--fixes' }), finding()];
    expect(last([resultOf(findings)])).toBe('3 errors, 0 warnings, 0 notes; --fix mends 1');
    expect(last([resultOf(findings, { revision: 'v9.0.0' })])).toBe('3 errors, 0 warnings, 0 notes');
  });

  it('tells of revisions that could not be looked at, and never calls those clean', () => {
    expect(last([], { refused: [REFUSED] })).toBe('1 revision not linted');
    expect(last([resultOf([], { revision: 'a' })], { refused: [REFUSED, REFUSED] })).toBe(
      'clean; 2 revisions not linted',
    );
  });
});

describe('colour', () => {
  it('is on the severity and the rule, where it is asked for', () => {
    const results = [resultOf([finding()])];
    const report = { results, refused: [], stale: [], diff: undefined, rules: [], toolVersion: '' };
    expect(text(report, colours('always', false))).toContain('\u001b[31merror\u001b[39m: src-vm-stopped');
    expect(text(report, colours('never', false))).not.toContain('\u001b');
  });
});

describe('a hostile tree', () => {
  it('gets nothing raw through', () => {
    fc.assert(
      fc.property(hostileResults, hostileRefused, (results, refused) => {
        expect(reportOf('text', results, { refused })).not.toMatch(RAW);
      }),
    );
  });

  it('begins no line: what is from the source stands behind a number', () => {
    fc.assert(
      fc.property(hostileFinding, hostileText, (found, version) => {
        const own = { ...found, file: 'migration/migration.c' };
        for (const line of reportOf('text', [resultOf([own], { version })]).split('\n'))
          expect(line).toMatch(/^(?:migration\/migration\.c|\s*\d* \|| {2}\d\. | {2}next: |\d+ errors?,|$)/);
      }),
    );
  });

  it('gives a source line one line', () => {
    fc.assert(
      fc.property(hostileLine, (source) => {
        expect(shown(finding({ source, column: 1 })).split('\n')).toHaveLength(7);
      }),
    );
  });
});
