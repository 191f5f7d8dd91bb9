import { describe, expect, it } from 'vitest';
import { defaultRecipe } from '../../src/catalogue/recipes.js';
import { requireRule, ruleSettings } from '../../src/library/rule-settings.js';
import { Failure, type Problem } from '../../src/problem/problem.js';

const read = (...texts: string[]) => ruleSettings(texts, [defaultRecipe]);
const problemIn = (work: () => unknown): Problem | undefined => {
  try {
    work();
  } catch (error) {
    if (error instanceof Failure) return error.problems[0];
  }
  return undefined;
};
const problemOf = (text: string) => problemIn(() => read(text));

describe('--rule', () => {
  it('sets a rule, or a rule narrowed to a checkpoint, to a scenario, to both in any order', () => {
    expect(read('misplaced=off')).toEqual([{ rule: 'misplaced', severity: 'off' }]);
    expect(read('fires-twice:src-downtime-end=note')).toEqual([
      { rule: 'fires-twice', checkpoint: 'src-downtime-end', severity: 'note' },
    ]);
    expect(read('fires-twice:postcopy=error')).toEqual([
      { rule: 'fires-twice', scenario: 'postcopy', severity: 'error' },
    ]);
    const both = {
      rule: 'fires-twice',
      checkpoint: 'src-downtime-end',
      scenario: 'postcopy',
      severity: 'warning',
    };
    expect(read('fires-twice:src-downtime-end:postcopy=warning')).toEqual([both]);
    expect(read(' fires-twice : postcopy : src-downtime-end = warning ')).toEqual([both]);
  });

  it('takes several at once, in their order, and none', () => {
    expect(read('misplaced=off,duplicate=note', 'misplaced=error').map(({ rule }) => rule)).toEqual([
      'misplaced',
      'duplicate',
      'misplaced',
    ]);
    expect(ruleSettings(undefined, [defaultRecipe])).toEqual([]);
  });

  it('names the checkpoint, the scenario or the rule that may be meant', () => {
    expect(problemOf('fires-twice:src-downtime-ned=off')).toMatchObject({
      code: 'no-such-narrowing',
      next: 'did you mean src-downtime-end?',
    });
    expect(problemOf('fires-twice:poscopy=off')?.next).toBe('did you mean postcopy?');
    expect(problemOf('fires-twise=off')).toMatchObject({
      code: 'no-such-rule',
      next: 'did you mean fires-twice?',
    });
    expect(problemIn(() => requireRule('firestwice'))?.next).toBe('did you mean fires-twice?');
    expect(problemOf('fires-twice:something-else-altogether=off')?.next).toContain('--explain scenarios');
  });

  it.each([
    'fires-twice:postcopy:precopy=off',
    'fires-twice:src-vm-stopped:src-downtime-end=off',
    'fires-twice:postcopy',
    'fires-twice=postcopy=off',
  ])('does not take %s', (text) => {
    expect(problemOf(text)?.code).toBe('rule-unfit');
  });

  it.each([
    ['misplaced=of', 'off'],
    ['misplaced=Off', 'off'],
    ['misplaced=warn', 'warning'],
    ['misplaced=err', 'error'],
    ['misplaced=eror', 'error'],
  ])('says of %s that %s may be meant', (text, meant) => {
    expect(problemOf(text)).toMatchObject({ code: 'rule-unfit', next: `did you mean ${meant}?` });
  });

  it.each(['misplaced=', 'misplaced', 'misplaced=fatal', 'misplaced=off=off'])(
    'shows for %s how it is written',
    (text) => {
      expect(problemOf(text)?.next).toMatch(/^write it as --rule /);
    },
  );

  it('leads from a code of apply to the rule', () => {
    expect(problemOf('defined-twice=off')?.next).toBe('did you mean no-place?');
  });

  it('does not take an empty name', () => {
    expect(problemOf('fires-twice:=off')?.code).toBe('no-such-narrowing');
  });

  it('can tell checkpoints from scenarios: none has the name of another', () => {
    const scenarios = defaultRecipe.flow.scenarios.map(({ id }) => id);
    const names = [...defaultRecipe.checkpoints.map(({ name }) => name), ...scenarios];
    expect(new Set(names).size).toBe(names.length);
  });
});
