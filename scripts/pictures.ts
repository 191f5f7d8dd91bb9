/** `npm run pictures`: makes docs/pictures/. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pictures } from './pictures/pictures.js';

const folder = join(import.meta.dirname, '../docs/pictures');
mkdirSync(folder, { recursive: true });
for (const { name, svg } of await pictures()) writeFileSync(join(folder, name), svg);
