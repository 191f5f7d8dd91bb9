import { describe, expect, it } from 'vitest';
import { defaultRecipe } from '../../src/catalogue/recipes.js';
import { withoutEchoes } from '../../src/lint/echoes.js';
import type { Found } from '../../src/lint/rule.js';
import { rules } from '../../src/lint/rules/index.js';
import { call, changedIn, changedTexts } from '../support/changed-texts.js';
import { lintedBy, portedFixture } from '../support/linted.js';

const ECHOING = ['fires-twice', 'missing-on-path', 'wrong-path', 'wrong-order'];
const found = (checkpoint?: string, more: Partial<Found> = {}): Found => ({
  place: { file: 'migration.c', line: 1 },
  message: 'message',
  next: 'next',
  checkpoint,
  ...more,
});

/** The ids of the rules that still have something to say. */
function left(said: Readonly<Record<string, readonly Found[]>>): string[] {
  const all = rules.map((rule) => ({ rule, found: said[rule.id] ?? [] }));
  return withoutEchoes(all, defaultRecipe).flatMap((one) => one.found.map(() => one.rule.id));
}

describe('what a finding about a path says again', () => {
  it.each([
    ['fires-twice', 'duplicate'],
    ['fires-twice', 'wrong-function'],
    ['missing-on-path', 'missing-checkpoint'],
    ['missing-on-path', 'no-place'],
    ['wrong-path', 'duplicate'],
    ['wrong-path', 'misplaced'],
    ['wrong-path', 'wrong-function'],
    ['wrong-order', 'misplaced'],
  ])('is left out: %s beside %s', (echo, cause) => {
    const said = { [echo]: [found('src-vm-stopped')], [cause]: [found('src-vm-stopped')] };
    expect(left(said)).toEqual([cause]);
  });

  it('is left out where the other checkpoint of a wrong order is the one that is misplaced', () => {
    const said = {
      misplaced: [found('src-vm-stopped')],
      'wrong-order': [found('src-iterable-saved', { other: 'src-vm-stopped' })],
    };
    expect(left(said)).toEqual(['misplaced']);
  });

  it.each([
    ['fires-twice', 'misplaced', 'since the call may be right but for a condition'],
    ['fires-twice', 'missing-checkpoint', 'since what is missing does not fire'],
    ['missing-on-path', 'misplaced', 'since the right call may be there as well'],
    ['wrong-path', 'missing-checkpoint', 'since what is missing does not fire'],
  ])('is kept: %s beside %s, %s', (echo, cause) => {
    const said = { [echo]: [found('src-vm-stopped')], [cause]: [found('src-vm-stopped')] };
    expect(left(said).sort()).toEqual([echo, cause].sort());
  });

  it.each(ECHOING)('is kept where it is about another checkpoint: %s', (echo) => {
    const causes = Object.fromEntries(
      rules
        .filter(({ id }) => !ECHOING.includes(id) && !id.startsWith('helper-'))
        .map(({ id }) => [id, [found('src-vm-stopped')]]),
    );
    expect(left({ ...causes, [echo]: [found('dst-precopy-bh-enter')] })).toContain(echo);
  });

  it.each(ECHOING)('is left out of a checkpoint that a helper holds, where one is broken: %s', (echo) => {
    const broken = { 'helper-not-called': [found()] };
    expect(left({ ...broken, [echo]: [found('src-downtime-end')] })).toEqual(['helper-not-called']);
    expect(left({ ...broken, [echo]: [found('dst-precopy-bh-enter')] })).toContain(echo);
  });

  it('is kept where upstream itself does it', () => {
    const known = found('src-downtime-end', { severity: 'warning' });
    expect(left({ 'fires-twice': [known], duplicate: [found('src-downtime-end')] })).toEqual([
      'fires-twice',
      'duplicate',
    ]);
  });

  it('is never all that there is: something is left for each checkpoint', () => {
    const every = rules.filter(({ id }) => !id.startsWith('suppression-'));
    for (const { id } of every)
      for (const other of every) {
        const said = { [id]: [found('src-vm-stopped')], [other.id]: [found('src-vm-stopped')] };
        expect(left(said)).not.toEqual([]);
      }
  });
});

describe('a rule that is off', () => {
  it('explains nothing: what it would have said is said by the path', () => {
    const enter = call('dst-postcopy-bh-enter');
    const texts = changedTexts(portedFixture('G-4.2'), 'savevm', enter, `${enter}\n    ${enter}`);
    const { findings } = lintedBy(texts, { severities: [{ rule: 'duplicate', severity: 'off' }] });
    expect(findings.filter(({ severity }) => severity === 'error').map(({ rule }) => rule)).toEqual([
      'fires-twice',
    ]);
  });

  it('leaves no broken helper clean', () => {
    const texts = changedIn(
      portedFixture('K-8.2'),
      'migration',
      'migration_completion_precopy',
      '    migration_downtime_start(mig);\n',
      '',
    );
    const { findings } = lintedBy(texts, { severities: [{ rule: 'helper-not-called', severity: 'off' }] });
    expect(findings.filter(({ severity }) => severity === 'error').map(({ rule }) => rule)).toEqual([
      'missing-on-path',
    ]);
  });
});
