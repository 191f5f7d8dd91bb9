import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { pictures } from '../../scripts/pictures/pictures.js';

const root = join(import.meta.dirname, '../..');

describe('the pictures of the documentation', () => {
  it('are what `npm run pictures` makes now, of real runs', () => {
    const drawn = pictures(inject('cliPath'));
    for (const { path, svg } of drawn) expect(readFileSync(join(root, path), 'utf8'), path).toBe(svg);
    const inFolder = readdirSync(join(root, 'docs/pictures')).map((name) => `docs/pictures/${name}`);
    expect(drawn.map(({ path }) => path)).toEqual(expect.arrayContaining(inFolder));
  });
});
