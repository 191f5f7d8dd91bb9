import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rulesJson, rulesPage } from '../../scripts/rules/rule-pages.js';
import { documentedRules } from '../../scripts/rules/rule-texts.js';
import { defaultRecipe } from '../../src/catalogue/recipes.js';
import { ruleTexts } from '../../src/commands/rule-texts.js';
import { rules } from '../../src/lint/rules/index.js';

const documented = documentedRules();
const { scenarios } = defaultRecipe.flow;
const fileText = (path: string): string => readFileSync(join(import.meta.dirname, '../..', path), 'utf8');

describe('what is made of the rules’ comments', () => {
  it('is what `npm run rules` makes now', () => {
    expect(fileText('docs/rules.md')).toBe(rulesPage(documented, scenarios));
    expect(fileText('templates/rules.json')).toBe(rulesJson(documented));
    expect(ruleTexts()).toEqual(documented);
  });

  it('has every rule once, in their order, as they are', () => {
    expect(documented.map(({ id, severity, summary }) => ({ id, severity, summary }))).toEqual(
      rules.map(({ id, severity, summary }) => ({ id, severity, summary })),
    );
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
  });
});

describe('the page', () => {
  it('has each scenario of the catalogue, with what fires in it', () => {
    const rows = fileText('docs/rules.md').split('\n');
    for (const { id, fires } of scenarios) {
      const [row = '', ...others] = rows.filter((line) => line.startsWith(`| \`${id}\` | `));
      expect(others).toEqual([]);
      expect([...row.matchAll(/`((?:src|dst)-[a-z-]+)`/g)].map(([, name]) => name)).toEqual(fires);
    }
  });
});

describe.each(documented)('the rule $id', ({ id, summary, explanation, example }) => {
  it('has a name to write behind --rule, and a summary that ends in no full stop', () => {
    expect(id).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
    expect(summary).toMatch(/^\S.{10,79}[^.\s]$/);
  });

  it('has a paragraph of whole sentences', () => {
    expect(explanation).toMatch(/^[A-Z\w].*[.)]$/s);
    expect(explanation.length).toBeGreaterThan(60);
    expect(explanation).not.toContain('\n');
  });

  it('has an example', () => {
    expect(example.text.trim()).not.toBe('');
    expect(['c', '']).toContain(example.language);
  });

  it('has a section on the page, which the table leads to', () => {
    const page = fileText('docs/rules.md');
    expect(page).toContain(`| [\`${id}\`](#${id}) |`);
    expect(page.split('\n').filter((line) => line === `## ${id}`)).toHaveLength(1);
    expect(page).toContain(example.text);
  });
});
