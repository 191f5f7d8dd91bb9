import { describe, expect, it } from 'vitest';
import { defaultRecipe } from '../../src/catalogue/recipes.js';
import { baselineIn, baselineText } from '../../src/lint/baseline.js';
import { lintTree } from '../../src/lint/lint-tree.js';
import { isAsGrave, SEVERITIES } from '../../src/lint/settings.js';
import { TreeMemory } from '../../src/port/tree-memory.js';
import { call, changedTexts, withoutCall, withText } from '../support/changed-texts.js';
import { fixtureTexts } from '../support/fixture-texts.js';
import { linted, lintedBy, portedFixture } from '../support/linted.js';

const settings = { severities: [], baseline: new Map() };

describe('the result', () => {
  it('has the findings in the order of files and lines', () => {
    const { findings } = linted(fixtureTexts('J0-62f5da7dd1-parent'));
    const places = findings.map(({ file, line = 0 }) => ({ file, line }));
    const sorted = places.toSorted((a, b) =>
      a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1,
    );
    expect(places).toEqual(sorted);
    expect(new Set(places.map(({ file }) => file)).size).toBe(2);
  });

  it('puts what is about a file as a whole before what is about its lines', () => {
    const bare = changedTexts(portedFixture('A-1.0'), 'savevm', '#include "trace.h"\n', '');
    const saved = call('src-iterable-saved');
    const texts = changedTexts(bare, 'savevm', saved, `// ${saved}`);
    expect(linted(texts).findings.map(({ rule }) => rule)).toEqual([
      'include-missing',
      'missing-checkpoint',
      'unreachable',
    ]);
  });

  it('names the tree, its version, the revision', () => {
    const texts = portedFixture('C-2.4');
    const subject = { tree: '/src/qemu', version: '2.4.1', revision: 'v2.4.1', texts };
    expect(lintTree(subject, [defaultRecipe], settings)).toMatchObject({
      tree: '/src/qemu',
      version: '2.4.1',
      revision: 'v2.4.1',
      findings: [],
      suppressed: 0,
      known: 0,
      changes: [],
    });
    expect(linted(texts)).toMatchObject({ tree: 'tree', version: undefined, revision: undefined });
  });

  it('is the same with files that were read before', () => {
    const memory = new TreeMemory();
    const names = ['I-7.2', 'K-8.2', 'I-7.2'];
    for (const name of names) {
      const texts = fixtureTexts(name);
      const subject = { tree: 'tree', version: null, texts };
      expect(lintTree(subject, [defaultRecipe], settings, memory)).toEqual(linted(texts));
    }
  });

  it('gives the line of a finding as it is in the file, and its column', () => {
    const texts = withoutCall(portedFixture('C-2.4'), 'migration', 'src-vm-stopped');
    const [finding] = linted(texts).findings;
    const source = texts.migration.text.split('\n')[(finding?.line ?? 0) - 1] ?? '';
    expect(finding?.source).toBe(source);
    expect(source.slice((finding?.column ?? 0) - 1)).toBe(
      'rc = vm_stop_force_state(RUN_STATE_FINISH_MIGRATE);',
    );
  });

  it('gives the line without its CR', () => {
    const texts = withoutCall(portedFixture('C-2.4'), 'migration', 'src-vm-stopped');
    const crlf = withText(texts, 'migration', texts.migration.text.replaceAll('\n', '\r\n'));
    expect(linted(crlf).findings.map(({ source, line }) => [source, line])).toEqual(
      linted(texts).findings.map(({ source, line }) => [source, line]),
    );
  });
});

describe('severities', () => {
  const texts = portedFixture('K-8.2');
  const by = (severity: 'off' | 'note' | 'warning' | 'error') =>
    lintedBy(texts, { severities: [{ rule: 'fires-twice', severity: severity }] }).findings.map(
      (one) => one.severity,
    );

  it('are the rule’s, or milder where upstream does it, unless the user says otherwise', () => {
    expect(linted(texts).findings.map(({ severity }) => severity)).toEqual(['warning', 'warning']);
    expect(by('error')).toEqual(['error', 'error']);
    expect(by('note')).toEqual(['note', 'note']);
    expect(by('off')).toEqual([]);
  });

  it('change nothing that a baseline knows a finding by', () => {
    const baseline = baselineIn(baselineText([linted(texts)])) ?? new Map();
    expect(
      lintedBy(texts, { baseline, severities: [{ rule: 'fires-twice', severity: 'error' }] }),
    ).toMatchObject({
      findings: [],
      known: 2,
    });
  });

  it('are in order', () => {
    expect(SEVERITIES.map((one) => SEVERITIES.map((other) => isAsGrave(one, other)))).toEqual([
      [true, true, true],
      [false, true, true],
      [false, false, true],
    ]);
  });
});

describe('what is left out', () => {
  it('is counted by what leaves it out: comments first, then the baseline', () => {
    const enter = call('dst-postcopy-bh-enter');
    const twice = changedTexts(
      portedFixture('K-8.2'),
      'savevm',
      enter,
      `${enter}\n    ${enter} // qemu-downtime-ignore duplicate: two readers`,
    );
    const baseline = baselineIn(baselineText([linted(portedFixture('K-8.2'))])) ?? new Map();
    expect(linted(twice)).toMatchObject({ suppressed: 1, known: 0, findings: { length: 2 } });
    expect(lintedBy(twice, { baseline })).toMatchObject({ suppressed: 1, known: 2, findings: [] });
  });

  it('can be what a comment is told for', () => {
    const enter = call('dst-postcopy-bh-enter');
    const texts = changedTexts(
      portedFixture('G-4.2'),
      'savevm',
      enter,
      `${enter} // qemu-downtime-ignore duplicate: gone`,
    );
    const baseline = baselineIn(baselineText([linted(texts)])) ?? new Map();
    expect(lintedBy(texts, { baseline })).toMatchObject({ findings: [], suppressed: 0, known: 2 });
  });
});
