import { describe, expect, it } from 'vitest';
import { defaultRecipe } from '../../src/catalogue/recipes.js';
import { selectCheckpoints, selectNames, selectRecipes } from '../../src/library/select.js';
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

describe('selectRecipes', () => {
  it('takes the checkpoints without a list', () => expect(selectRecipes(undefined)).toEqual([defaultRecipe]));

  it.each([
    ['checkpoints', ['checkpoints']],
    ['per-device', ['per-device']],
    ['checkpoints,per-device', ['per-device', 'checkpoints']],
    ['per-device, checkpoints,per-device', ['per-device', 'checkpoints']],
  ])("gives %j in upstream's order", (list, names) => {
    expect(selectRecipes(list).map(({ name }) => name)).toEqual(names);
  });

  it.each(['all', '', 'checkpoints,', 'Checkpoints'])('refuses %j by naming what there is', async (list) => {
    expect(await failureOf(() => selectRecipes(list))).toMatchObject({ code: 'no-such-recipe', exit: 2 });
    expect(() => selectRecipes(list)).toThrow(/one of: per-device, checkpoints/);
  });
});

describe('selectNames', () => {
  it('parts checkpoints, and takes changes as a whole', () => {
    const selected = selectNames(selectRecipes('per-device,checkpoints'), ['src-*']);
    expect(['src-vm-stopped', 'dst-precopy-bh-enter', 'save-iterable'].map(selected)).toEqual([
      true,
      false,
      true,
    ]);
  });

  it('refuses a pattern where there are no checkpoints', async () => {
    expect(await failureOf(() => selectNames(selectRecipes('per-device'), ['save-*']))).toMatchObject({
      code: 'options-exclude-each-other',
      exit: 2,
    });
  });
});
