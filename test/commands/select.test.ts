import { describe, expect, it } from 'vitest';
import { defaultRecipe } from '../../src/catalogue/recipes.js';
import { checkPortOptions } from '../../src/commands/port-command.js';
import { selectCheckpoints, selectRecipe } from '../../src/commands/select.js';
import { failureOf } from '../tree/refusal.js';

const NAMES = defaultRecipe.checkpoints.map((one) => one.name);
const chosen = (...patterns: string[]): string[] => NAMES.filter(selectCheckpoints(defaultRecipe, patterns));

describe('selectCheckpoints', () => {
  it('takes all without a pattern', () => expect(chosen()).toEqual(NAMES));

  it.each([
    [['src-*'], 5],
    [['*-bh-*'], 8],
    [['*'], 14],
    [['src-vm-stopped'], 1],
    [['dst-precopy-bh-?????'], 1],
    [['src-vm-stopped, dst-postcopy-bh-enter'], 2],
    [['src-*', 'src-vm-*'], 5],
  ])('%j: %i', (patterns, count) => expect(chosen(...patterns)).toHaveLength(count));

  it.each([
    '',
    'SRC-*',
    'src',
    'src-.*',
    '(',
    '[s]rc-*',
    '^src-vm-stopped$',
    'src-vm-stopped,',
    'src-vm+stopped',
  ])('refuses %j', async (pattern) => {
    expect(await failureOf(() => chosen(pattern))).toMatchObject({ code: 'no-such-checkpoint', exit: 2 });
  });
});

describe('selectRecipe', () => {
  it('knows one, and refuses others by naming it', async () => {
    expect(selectRecipe(undefined)).toBe(defaultRecipe);
    expect(selectRecipe('checkpoints')).toBe(defaultRecipe);
    expect(await failureOf(() => selectRecipe('all'))).toMatchObject({ code: 'no-such-recipe', exit: 2 });
    expect(() => selectRecipe('all')).toThrow(/one of: checkpoints/);
  });
});

describe('checkPortOptions', () => {
  const plain = { format: 'text', color: 'auto' } as const;
  it.each([
    [{ dryRun: true, check: true }, 'options-exclude-each-other'],
    [{ commit: true, dryRun: true }, 'options-exclude-each-other'],
    [{ commit: true, check: true }, 'options-exclude-each-other'],
    [{ signoff: true }, 'option-needs-another'],
  ])('refuses %j', async (options, code) => {
    expect(await failureOf(() => checkPortOptions({ ...plain, ...options }))).toMatchObject({
      code,
      exit: 2,
    });
  });

  it('takes what goes together', () => {
    expect(() => checkPortOptions({ ...plain, commit: true, signoff: true })).not.toThrow();
    expect(() => checkPortOptions({ ...plain, check: true, format: 'json' })).not.toThrow();
  });
});
