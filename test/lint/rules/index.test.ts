import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ruleOfCode, rules } from '../../../src/lint/rules/index.js';

describe('the rules', () => {
  it('have the ids that people name in settings, comments and baselines', () => {
    expect(rules.map(({ id, severity }) => `${severity} ${id}`)).toEqual([
      'error missing-checkpoint',
      'error wrong-function',
      'error misplaced',
      'error wrong-order',
      'error fires-twice',
      'error missing-on-path',
      'error wrong-path',
      'error unreachable',
      'error duplicate',
      'error unknown-checkpoint',
      'error no-place',
      'error helper-not-called',
      'error helper-misplaced',
      'error helper-undefined',
      'error helper-unused',
      'error stopped-twice',
      'error beside-helper',
      'error event-missing',
      'error event-misspelt',
      'error event-unused',
      'error event-format',
      'error event-doubled',
      'error event-leftover',
      'error include-missing',
      'error change-missing',
      'error change-unplaced',
      'error change-half-made',
      'error event-misplaced',
      'error event-on-skipped',
      'error event-on-failed',
      'error event-without-stamp',
      'error stamp-without-event',
      'error unset-entry',
      'error untyped-section',
      'error save-without-load',
      'error load-without-save',
      'error caller-left',
      'warning narrow-window',
      'error conflict-marker',
      'error not-analysable',
      'warning suppression-without-reason',
      'note suppression-unused',
    ]);
  });

  it('say in a few words what they are about', () => {
    const summaries = rules.map(({ summary }) => summary);
    expect(new Set(summaries).size).toBe(summaries.length);
    for (const summary of summaries) expect(summary).toMatch(/^[a-z].{10,70}[^.]$/);
  });

  it('are found by the codes of apply, each of one rule', () => {
    expect(ruleOfCode('defined-twice')).toBe('no-place');
    expect(ruleOfCode('unknown-generation')).toBe('missing-checkpoint');
    expect(ruleOfCode('change-blocked')).toBe('change-half-made');
    expect(ruleOfCode('misplaced')).toBeUndefined();
    const codes = rules.flatMap(({ id, codes = [] }) => [id, ...codes]);
    expect(new Set(codes).size).toBe(codes.length);
  });
});

describe('what apply refuses a tree for', () => {
  // Its own: about what it would write, or what it cannot take back.
  const OWN = ['local-taken', 'guard-without-braces', 'crowded-line', 'include-unused', 'no-includes'];

  it('has the code of the rule that finds it, or one that leads to the rule', () => {
    const text = readFileSync(
      join(import.meta.dirname, '../../../src/problem/placement-problems.ts'),
      'utf8',
    );
    const codes = [...text.matchAll(/code: (?:helper === [^?]* \? '([a-z-]+)' : )?'([a-z-]+)'/g)].flatMap(
      ([, one, other]) => [one, other].filter((code) => code !== undefined),
    );
    expect(codes.length).toBeGreaterThan(15);
    const ids = rules.map(({ id }) => id);
    const foreign = codes.filter((code) => !ids.includes(code) && ruleOfCode(code) === undefined);
    expect([...new Set(foreign)].sort()).toEqual([...OWN].sort());
  });
});
