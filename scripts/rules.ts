/** `npm run rules`: makes docs/rules.md and templates/rules.json from the comments in src/lint/rules/ and the catalogue. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultRecipe } from '../src/catalogue/recipes.js';
import { rulesJson, rulesPage } from './rules/rule-pages.js';
import { documentedRules } from './rules/rule-texts.js';

const root = join(import.meta.dirname, '..');
const rules = documentedRules();
writeFileSync(join(root, 'templates/rules.json'), rulesJson(rules));
writeFileSync(join(root, 'docs/rules.md'), rulesPage(rules, defaultRecipe.flow.scenarios));
