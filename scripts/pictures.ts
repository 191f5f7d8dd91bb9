/** `npm run pictures`: makes the pictures of the documentation, with the built program. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pictures } from './pictures/pictures.js';

const root = join(import.meta.dirname, '..');
for (const { path, svg } of pictures(join(root, 'dist/cli.js'))) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), svg);
}
