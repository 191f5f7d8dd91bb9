import { describe, expect, it } from 'vitest';
import { baselineText, fingerprintsIn } from '../../src/lint/baseline.js';
import { call, changedIn, withoutCall } from '../support/changed-texts.js';
import { fixtureTexts } from '../support/fixture-texts.js';
import { linted, lintedBy, portedFixture } from '../support/linted.js';

const baselineOf = (...texts: Parameters<typeof linted>[0][]) => {
  const fingerprints = fingerprintsIn(baselineText(texts.map(linted)));
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
    expect(fingerprintsIn(text)?.size).toBe(9 + 2);
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
    expect(baselineOf(portedFixture('C-2.4'))).toEqual(new Set());
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
    expect(fingerprintsIn(text)).toBeUndefined();
  });
});
