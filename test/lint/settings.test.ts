import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Severity } from '../../src/lint/finding.js';
import { isOffSomewhere, type RuleSetting, SEVERITIES, severityBy } from '../../src/lint/settings.js';
import { changedIn } from '../support/changed-texts.js';
import { linted, lintedBy, portedFixture } from '../support/linted.js';

const END = 'src-downtime-end';
const setting = (own: Partial<RuleSetting>): RuleSetting => ({
  rule: 'fires-twice',
  severity: 'note',
  ...own,
});
const judged = (scenarios: readonly string[] = ['postcopy'], checkpoint = END) => ({
  rule: 'fires-twice',
  checkpoint,
  scenarios,
});

describe('the severity of a finding', () => {
  it('is its own where no setting is about it', () => {
    for (const other of [
      setting({ rule: 'misplaced' }),
      setting({ checkpoint: 'src-vm-stopped' }),
      setting({ scenario: 'precopy' }),
      setting({ checkpoint: END, scenario: 'precopy' }),
    ])
      expect(severityBy([other], judged(), 'warning')).toBe('warning');
  });

  it('is that of the rule, or of what the rule is narrowed to', () => {
    for (const fitting of [
      setting({}),
      setting({ checkpoint: END }),
      setting({ scenario: 'postcopy' }),
      setting({ checkpoint: END, scenario: 'postcopy' }),
    ])
      expect(severityBy([fitting], judged(), 'warning')).toBe('note');
  });

  it('goes by the last setting that is about it', () => {
    const [all, narrow] = [setting({ severity: 'off' }), setting({ checkpoint: END, severity: 'error' })];
    expect(severityBy([all, narrow], judged(), 'warning')).toBe('error');
    expect(severityBy([narrow, all], judged(), 'warning')).toBe('off');
  });

  it('is that of the gravest kind of migration that shows it', () => {
    const off = setting({ scenario: 'colo', severity: 'off' });
    expect(severityBy([off], judged(['colo', 'precopy']), 'warning')).toBe('warning');
    expect(severityBy([off], judged(['colo']), 'warning')).toBe('off');
    const both = [off, setting({ scenario: 'precopy', severity: 'note' })];
    expect(severityBy(both, judged(['colo', 'precopy']), 'warning')).toBe('note');
  });

  it('is not touched by a scenario where the code alone shows it', () => {
    expect(severityBy([setting({ scenario: 'postcopy', severity: 'off' })], judged([]), 'error')).toBe(
      'error',
    );
  });

  it('is never graver than the gravest that is named, and with a setting for all of it that one', () => {
    const severity = fc.constantFrom<Severity | 'off'>('error', 'warning', 'note', 'off');
    const some = fc.record({
      rule: fc.constant('fires-twice'),
      checkpoint: fc.option(fc.constantFrom(END, 'src-vm-stopped'), { nil: undefined }),
      scenario: fc.option(fc.constantFrom('postcopy', 'precopy'), { nil: undefined }),
      severity,
    });
    const order = [...SEVERITIES, 'off'];
    const grave = (one: string): number => order.indexOf(one);
    fc.assert(
      fc.property(fc.array(some, { maxLength: 5 }), severity, (settings, last) => {
        const result = severityBy(settings, judged(['postcopy', 'precopy']), 'note');
        const named = ['note', ...settings.map((one) => one.severity)].map(grave);
        expect(grave(result)).toBeGreaterThanOrEqual(Math.min(...named));
        const all = [...settings, setting({ severity: last })];
        expect(severityBy(all, judged(['postcopy', 'precopy']), 'note')).toBe(last);
      }),
    );
  });
});

describe('settings for a part of a rule', () => {
  // Upstream's own doubles, and one that somebody made besides.
  const texts = changedIn(
    portedFixture('K-8.2'),
    'migration',
    'migration_completion',
    '        rc = migration_completion_precopy(',
    '        migration_downtime_start(mig);\n        rc = migration_completion_precopy(',
  );
  const of = (...severities: RuleSetting[]): string[] =>
    lintedBy(texts, { severities })
      .findings.filter(({ rule }) => rule === 'fires-twice')
      .map(({ checkpoint, scenarios, severity }) => `${severity} ${checkpoint} ${scenarios.join()}`);

  it('turn off what upstream is known for and leave the other', () => {
    const own = ['warning src-downtime-end postcopy', 'warning src-downtime-end background-snapshot'];
    const others = ['error src-downtime-start precopy', 'error src-downtime-start postcopy'];
    expect(of().toSorted()).toEqual([...own, ...others].toSorted());
    expect(of(setting({ checkpoint: END, severity: 'off' })).toSorted()).toEqual(others.toSorted());
  });

  it('tell one scenario from another', () => {
    expect(of(setting({ checkpoint: END, scenario: 'postcopy', severity: 'off' }))).toEqual(
      of().filter((one) => one !== 'warning src-downtime-end postcopy'),
    );
  });

  it('leave it open whether a comment about the rule is needed', () => {
    const off = setting({ scenario: 'postcopy', severity: 'off' });
    expect(isOffSomewhere([off], 'fires-twice')).toBe(true);
    expect(isOffSomewhere([setting({})], 'fires-twice')).toBe(false);
    expect(isOffSomewhere([off], 'misplaced')).toBe(false);
  });
});

describe('the scenarios of a finding', () => {
  it('are those that show it, and none where the code does', () => {
    const { findings } = linted(portedFixture('K-8.2'));
    expect(findings.map(({ scenarios }) => scenarios)).toEqual([['postcopy'], ['background-snapshot']]);
    const around = changedIn(
      portedFixture('G-4.2'),
      'savevm',
      'qemu_savevm_state_complete_precopy',
      '    if (iterable_only) {',
      '    if (stream->fast) {\n        goto flush;\n    }\n    if (iterable_only) {',
    );
    const skipped = linted(around).findings.filter(({ rule }) => rule === 'missing-on-path');
    expect(skipped.map(({ scenarios }) => scenarios)).toEqual([['precopy', 'postcopy', 'savevm']]);
    const doubled = changedIn(
      portedFixture('C-2.4'),
      'migration',
      'process_incoming_migration_co',
      '    trace_vmstate_downtime_checkpoint("dst-precopy-bh-enter");\n',
      '    trace_vmstate_downtime_checkpoint("dst-precopy-bh-enter");\n'.repeat(2),
    );
    expect(linted(doubled).findings).toMatchObject([{ rule: 'duplicate', scenarios: [] }]);
  });
});
