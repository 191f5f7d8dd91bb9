import { describe, expect, it } from 'vitest';
import { baselineIn, baselineText, staleIn } from '../../src/lint/baseline.js';
import { call, changedIn, changedTexts, withoutCall } from '../support/changed-texts.js';
import { fixtureTexts } from '../support/fixture-texts.js';
import { linted, lintedBy, portedFixture } from '../support/linted.js';

const baselineOf = (...texts: Parameters<typeof linted>[0][]) => {
  const fingerprints = baselineIn(baselineText(texts.map(linted)));
  if (!fingerprints) throw new Error('no baseline');
  return fingerprints;
};

describe('a baseline', () => {
  it('leaves out what it knows, and counts it', () => {
    const texts = fixtureTexts('D-2.5');
    expect(linted(texts)).toMatchObject({ known: 0, findings: { length: 17 } });
    expect(lintedBy(texts, { baseline: baselineOf(texts) })).toMatchObject({ known: 17, findings: [] });
  });

  it('lets through what is new', () => {
    const known = withoutCall(portedFixture('C-2.4'), 'migration', 'src-vm-stopped');
    const more = withoutCall(known, 'savevm', 'src-iterable-saved');
    const { findings, known: count } = lintedBy(more, { baseline: baselineOf(known) });
    expect(findings.map(({ rule, checkpoint }) => [rule, checkpoint])).toEqual([
      ['missing-checkpoint', 'src-iterable-saved'],
    ]);
    expect(count).toBe(1);
  });

  it('lets a second one through that looks like the first', () => {
    const copies = (count: number) => {
      const enter = `    ${call('dst-postcopy-bh-enter')}\n`;
      return changedIn(
        portedFixture('G-4.2'),
        'savevm',
        'loadvm_postcopy_handle_run_bh',
        enter,
        enter.repeat(count),
      );
    };
    const { findings } = lintedBy(copies(3), { baseline: baselineOf(copies(2)) });
    expect(findings.map(({ rule }) => rule)).toEqual(['duplicate']);
  });

  it('holds the findings of several trees, each once', () => {
    const [one, other] = [fixtureTexts('C-2.4'), fixtureTexts('K-8.2')];
    const text = baselineText([linted(one), linted(other), linted(one)]);
    expect(baselineIn(text)?.size).toBe(9 + 2);
    expect(JSON.parse(text).findings).toHaveLength(9 + 2);
  });

  it('says for people what it holds', () => {
    const texts = withoutCall(portedFixture('C-2.4'), 'migration', 'src-vm-stopped');
    const { fingerprint } = linted(texts).findings[0] ?? {};
    const text = baselineText([linted(texts)]);
    expect(JSON.parse(text)).toEqual({
      schema: 'qemu-downtime/baseline@1',
      findings: [
        {
          fingerprint,
          rule: 'missing-checkpoint',
          checkpoint: 'src-vm-stopped',
          file: 'migration/migration.c',
          function: 'migration_thread',
          message: 'src-vm-stopped is missing in migration_thread: it belongs after the guest stopped',
        },
      ],
    });
    expect(text.endsWith('}\n')).toBe(true);
  });

  it('can be empty', () => {
    expect(baselineOf(portedFixture('C-2.4'))).toEqual(new Map());
  });
});

describe('what a baseline holds in vain', () => {
  const known = withoutCall(portedFixture('C-2.4'), 'migration', 'src-vm-stopped');
  const both = withoutCall(known, 'savevm', 'src-iterable-saved');
  const gone = (texts: Parameters<typeof lintedBy>[0][], settings: Parameters<typeof lintedBy>[1] = {}) => {
    const baseline = baselineOf(both);
    const results = texts.map((one) => lintedBy(one, { baseline, ...settings }));
    return staleIn(baseline, results).map((fingerprint) =>
      linted(both).findings.find((finding) => finding.fingerprint === fingerprint),
    );
  };

  it('is what no tree has any more', () => {
    expect(gone([both])).toEqual([]);
    expect(gone([known])).toMatchObject([{ checkpoint: 'src-iterable-saved' }]);
    expect(gone([known, both])).toEqual([]);
    expect(gone([portedFixture('C-2.4')])).toHaveLength(2);
  });

  it('is not what nobody looked for: no tree, a file that is not whole, a rule that is off', () => {
    expect(gone([])).toEqual([]);
    expect(gone([changedTexts(known, 'savevm', '#include "trace.h"\n', '<<<<<<< HEAD\n')])).toEqual([]);
    const off = { rule: 'missing-checkpoint', checkpoint: 'src-vm-stopped', severity: 'off' } as const;
    expect(gone([known], { severities: [off] })).toEqual([]);
    expect(gone([known], { severities: [{ ...off, severity: 'note' }] })).toHaveLength(1);
  });

  it('is what a comment suppresses, too: it does not need both', () => {
    const suppressed = changedTexts(
      known,
      'migration',
      'rc = vm_stop_force_state(RUN_STATE_FINISH_MIGRATE);',
      '$& // qemu-downtime-ignore missing-checkpoint: not here'.replace(
        '$&',
        'rc = vm_stop_force_state(RUN_STATE_FINISH_MIGRATE);',
      ),
    );
    expect(linted(suppressed).suppressed).toBe(1);
    expect(gone([suppressed])).toHaveLength(2);
  });
});

describe('what is no baseline', () => {
  it.each([
    ['nothing', ''],
    ['no JSON', '{'],
    ['null', 'null'],
    ['a list', '[]'],
    ['a report of lint', '{"schema":"qemu-downtime/lint@1","findings":[]}'],
    ['another version', '{"schema":"qemu-downtime/baseline@2","findings":[]}'],
    ['no findings', '{"schema":"qemu-downtime/baseline@1"}'],
    [
      'a finding without a fingerprint',
      '{"schema":"qemu-downtime/baseline@1","findings":[{"rule":"misplaced"}]}',
    ],
    ['a finding that is none', '{"schema":"qemu-downtime/baseline@1","findings":[null]}'],
  ])('is told: %s', (_, text) => {
    expect(baselineIn(text)).toBeUndefined();
  });
});
