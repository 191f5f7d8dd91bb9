import { describe, expect, it } from 'vitest';
import { defaultRecipe, recipes } from '../../../../src/catalogue/recipes.js';
import { colours } from '../../../../src/commands/render/colour.js';
import { verifyReporters } from '../../../../src/commands/render/verify/index.js';
import type { Judgement } from '../../../../src/verify/expectation/judge.js';
import type { MigrationResult, VerifyResult } from '../../../../src/verify/result.js';
import { validators, validDocument } from '../../../support/schemas.js';
import { parseXml } from '../../../support/xml.js';

const RIGHT: Judgement = {
  counts: [{ name: 'src-vm-stopped', count: 1 }],
  missing: [],
  unexpected: [],
  outOfOrder: [],
  notes: [],
};

const passed = (mode: string, part: Partial<MigrationResult> = {}): MigrationResult => ({
  mode,
  status: 'passed',
  isRequired: false,
  reason: undefined,
  source: RIGHT,
  destination: undefined,
  totalTime: 12,
  downtime: 3,
  traces: { source: undefined, destination: undefined },
  ...part,
});

const notRunnable = (isRequired: boolean): MigrationResult =>
  passed('postcopy', {
    status: 'not-runnable',
    isRequired,
    reason: 'a "reason"\nof <two> lines\u0007',
    source: undefined,
    totalTime: undefined,
    downtime: undefined,
  });

const result = (part: Partial<VerifyResult> = {}): VerifyResult => ({
  tree: 'a & b',
  version: '7.2.22',
  engine: 'podman',
  image: 'image',
  level: 'migrate',
  passed: true,
  recipes: [defaultRecipe],
  applied: [],
  fixes: ['firmware is not unpacked'],
  stages: [
    { name: 'image', seconds: 0.04, isCached: true },
    { name: 'build', seconds: 12.34, isCached: false },
  ],
  built: ['qemu-system-x86_64'],
  events: ['vmstate_downtime_checkpoint'],
  migrations: [passed('precopy')],
  breakage: undefined,
  absent: [],
  logs: undefined,
  ...part,
});

const show = (
  format: 'text' | 'json' | 'junit',
  part: Partial<VerifyResult>,
  color: 'always' | 'never' = 'never',
) => verifyReporters[format](result(part), { paint: colours(color, false) });

const BREAKAGE = {
  stage: 'build',
  file: 'migration/savevm.c',
  reason: 'migration/savevm.c does not compile',
  excerpt: '../src/migration/savevm.c:1:1: error: <x>\n\u001b[31mred\u001b[0m',
  next: 'mend it',
} as const;

describe('the text', () => {
  it('is a table of stages and migrations with the verdict at its end', () => {
    expect(show('text', {}).split('\n')).toEqual([
      'a & b: QEMU 7.2.22, built and run with podman',
      '  in its copy firmware is not unpacked',
      '  image            0.0 s  there already',
      '  build           12.3 s',
      '  precopy              passed  1 checkpoint, QEMU says 3 ms of downtime',
      'passed',
      '',
    ]);
  });

  it('says what was done at each level, and what not', () => {
    const ends = (part: Partial<VerifyResult>): (string | undefined)[] => {
      const lines = show('text', part).trimEnd().split('\n');
      return [lines[0]?.replace(/^.*, /, ''), lines.at(-1)];
    };
    const none = { migrations: [], events: [] };
    expect(ends({ ...none, level: 'objects', built: ['a.o'] })).toEqual([
      'compiled with podman',
      'passed: the touched files compile; nothing was linked or run',
    ]);
    expect(show('text', { ...none, level: 'objects', built: ['a.o', 'b\n.o'] })).toContain(
      '\n  made         a.o\n  made         b\\n.o\n',
    );
    expect(ends({ ...none, level: 'build' })).toEqual([
      'built with podman',
      'passed: it builds, and the program knows the trace events; no migration was run',
    ]);
    expect(ends({ migrations: [notRunnable(false)] })).toEqual([
      'built with podman',
      'passed, 1 could not be run here',
    ]);
    expect(ends({ ...none, built: [], passed: false, breakage: BREAKAGE })).toEqual([
      'tried with podman',
      'failed',
    ]);
  });

  it('shows what a tree has in its names and output, and does not do it', () => {
    const text = show('text', {
      tree: 'a\u001b]0;x\u0007',
      passed: false,
      breakage: BREAKAGE,
      migrations: [],
    });
    expect(text).not.toContain('\u0007');
    expect(text).not.toContain('\u001b');
    expect(text).toContain('    \\x1b[31mred\\x1b[0m\n');
  });

  it('has what report says of each migration below it, as the document has', () => {
    const headlines = new Map([['precopy', 'precopy: downtime 2.026 ms\u0007']]);
    const lines = verifyReporters.text(result({}), { paint: colours('never', false), headlines }).split('\n');
    expect(lines.slice(4, 6)).toEqual([
      expect.stringMatching(/^ {2}precopy /),
      '    precopy: downtime 2.026 ms\\x07',
    ]);
    const document = validDocument(
      'verify',
      verifyReporters.json(result({}), { paint: colours('never', false), headlines }),
    );
    expect(document).toMatchObject({ migrations: [{ headline: 'precopy: downtime 2.026 ms\u0007' }] });
  });

  it('is coloured where that is wanted', () => {
    expect(show('text', {}, 'always')).toContain('\u001b[');
  });

  it('says what to do about each kind of failure', () => {
    const next = (part: Partial<VerifyResult>): string[] =>
      [...show('text', { passed: false, logs: '/logs', ...part }).matchAll(/^ {2}next: (.*)$/gm)].map(
        ([, line = '']) => line,
      );
    const wrong = passed('file', { status: 'failed', source: { ...RIGHT, missing: ['src-vm-stopped'] } });
    const broken = passed('precopy', { status: 'failed', reason: 'expected a; found: b', source: undefined });
    expect(next({ migrations: [wrong] })).toEqual([expect.stringMatching(/lint.*: \/logs$/)]);
    expect(next({ migrations: [broken] })).toEqual([expect.stringMatching(/QEMUs wrote.*: \/logs$/)]);
    expect(next({ migrations: [notRunnable(true)] })).toEqual([expect.stringContaining('--require')]);
    const absent = [{ path: 'dtc', commit: 'a'.repeat(40) }];
    expect(next({ migrations: [], breakage: BREAKAGE, absent })).toEqual([
      'mend it: /logs',
      expect.stringContaining('git submodule update --init dtc'),
    ]);
    expect(show('text', { absent })).not.toContain('next:');
  });
});

describe('the document', () => {
  it.each<[string, Partial<VerifyResult>]>([
    ['passed', {}],
    ['of no version', { version: null, logs: '/logs' }],
    ['not runnable', { migrations: [notRunnable(false)] }],
    ['required', { passed: false, migrations: [notRunnable(true)] }],
    ['broken', { passed: false, migrations: [], breakage: BREAKAGE }],
    ['without a file', { passed: false, migrations: [], breakage: { ...BREAKAGE, file: undefined } }],
    ['without submodules', { absent: [{ path: 'dtc', commit: 'a'.repeat(40) }] }],
  ])('is valid: %s', (_, part) => {
    validDocument('verify', show('json', part));
  });

  it('is described so closely that one of another kind is not valid', () => {
    const document = JSON.parse(show('json', {}));
    const [migration] = document.migrations;
    for (const wrong of [
      { ...document, schema: 'qemu-downtime/verify@2' },
      { ...document, extra: 1 },
      { ...document, engine: 'crun' },
      { ...document, problems: [{ code: 'a', expected: '', found: '', next: '' }] },
      { ...document, breakage: BREAKAGE },
      { ...document, events: undefined },
      { ...document, migrations: [{ ...migration, status: 'skipped' }] },
      { ...document, migrations: [{ ...migration, missing: ['a'] }] },
      { ...document, migrations: [{ mode: 'precopy', status: 'passed' }] },
      { ...document, migrations: [{ mode: 'postcopy', status: 'not-runnable' }] },
      { ...document, migrations: [{ ...migration, status: 'not-runnable', reason: 'r' }] },
    ])
      expect(validators.verify?.(JSON.parse(JSON.stringify(wrong))), JSON.stringify(wrong)).toBe(false);
  });

  it('names the recipes where another than the default was asked for', () => {
    expect(JSON.parse(show('json', {}))).not.toHaveProperty('recipes');
    const both = validDocument('verify', show('json', { recipes }));
    expect(both.recipes).toEqual(['per-device', 'checkpoints']);
  });

  it('has the sides’ faults together, and what only one side has', () => {
    const source = { ...RIGHT, missing: ['a'], outOfOrder: ['b'] };
    const destination = { ...RIGHT, unexpected: ['c'], missing: ['d'] };
    const migrations = [passed('precopy', { status: 'failed', source, destination })];
    expect(JSON.parse(show('json', { passed: false, migrations })).migrations[0]).toMatchObject({
      ...{ missing: ['a', 'd'], unexpected: ['c'], outOfOrder: ['b'] },
    });
  });
});

describe('JUnit', () => {
  const suiteOf = (part: Partial<VerifyResult>) => parseXml(show('junit', part)).children[0];

  it('has a test for the build, with its time, and one for each migration', () => {
    const suite = suiteOf({ migrations: [passed('precopy'), notRunnable(false)] });
    expect(suite?.attributes).toEqual({
      ...{ name: 'verify a & b', tests: '3', failures: '0', errors: '0', skipped: '1' },
    });
    expect(suite?.children.map(({ attributes }) => attributes.name)).toEqual([
      'build',
      'precopy',
      'postcopy',
    ]);
    expect(suite?.children[0]?.attributes.time).toBe('12.4');
    expect(suite?.children[2]?.children[0]).toMatchObject({
      name: 'skipped',
      attributes: { message: 'a "reason"\\nof <two> lines\\x07' },
    });
  });

  it('fails one that is required and cannot be run', () => {
    const suite = suiteOf({ passed: false, migrations: [notRunnable(true)] });
    expect(suite?.attributes).toMatchObject({ failures: '1', skipped: '0' });
    expect(suite?.children[1]?.children[0]?.name).toBe('failure');
  });

  it('fails the build with the compiler’s lines', () => {
    const [build, ...more] = suiteOf({ passed: false, migrations: [], breakage: BREAKAGE })?.children ?? [];
    expect(more).toEqual([]);
    expect(build?.children[0]?.attributes.message).toBe('build: migration/savevm.c does not compile');
    expect(build?.children[0]?.text).toContain('error: <x>\n\\x1b[31mred');
  });

  it('says what passed by exception', () => {
    const notes = [
      { checkpoint: 'src-downtime-end', scenarios: [], why: 'as upstream', severity: 'note' as const },
    ];
    const suite = suiteOf({ migrations: [passed('postcopy', { source: { ...RIGHT, notes } })] });
    expect(suite?.children[1]?.children[0]).toMatchObject({
      name: 'system-out',
      text: 'src-downtime-end fires twice, as upstream',
    });
  });
});
