import { describe, expect, it } from 'vitest';
import { defaultRecipe } from '../../src/catalogue/recipes.js';
import { readTexts } from '../../src/placement/sources.js';
import { absentCommits } from '../../src/port/absent-commits.js';
import { fixtureTexts } from '../support/fixture-texts.js';
import { fixtureNames } from '../support/fixture-trees.js';

const START = '62f5da7dd1';
const HELPERS = 'e22ffad03a';
const EVENTS = '3c80f14272';
const WRAPPER = '93bdf888fa';

/** What the code of each generation lacks of the series; 62f5da7dd1 only changes postcopy. */
function expected(name: string): string[] {
  if (name.startsWith('J0')) return [START, HELPERS, EVENTS, WRAPPER];
  if (name.startsWith('J1')) return [HELPERS, EVENTS, WRAPPER];
  if (name.startsWith('J2')) return [EVENTS, WRAPPER];
  if (name.startsWith('J3')) return [WRAPPER];
  if (/^(?:J4|[KLM])/.test(name)) return [];
  return /^[ABC]/.test(name) ? [HELPERS, EVENTS, WRAPPER] : [START, HELPERS, EVENTS, WRAPPER];
}

describe('absentCommits', () => {
  it.each(fixtureNames)('%s', (name) => {
    const absent = absentCommits(readTexts(fixtureTexts(name)), defaultRecipe);
    expect(absent.map(({ commit }) => commit.slice(0, 10))).toEqual(expected(name));
  });

  it('takes names in comments and strings for nothing', () => {
    const texts = fixtureTexts('I-7.2');
    const text = `${texts.migration.text}\n/* migration_stop_vm() */\nchar *a = "void migration_stop_vm(void) {}";\n`;
    const absent = absentCommits(
      readTexts({ ...texts, migration: { ...texts.migration, text } }),
      defaultRecipe,
    );
    expect(absent).toHaveLength(4);
  });
});
